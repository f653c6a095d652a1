namespace Marketplace.Programs.Specs;

/// <summary>Reads the member <c>model</c> of a spec.</summary>
internal static class ModelSpecReader
{
    public static ModelSpec Read(JsonMembers parent)
    {
        var family = parent.KindOf("model", "family", "mlp", "cnn", "gpt2", "llama", "onnx");
        if (family == "onnx")
        {
            var onnx = parent.Object("model", "family", "graph", "loss");
            return new OnnxModel(JobSpecReader.Artifact(onnx, "graph"), Words.Loss(onnx.OneOf("loss", Words.Losses)));
        }

        var members = parent.Object("model", "family", "config");
        return new RegisteredModel(family switch
        {
            "mlp" => ModelConfigReader.Mlp(members.Object("config", "layers", "activation")),
            "cnn" => ModelConfigReader.Cnn(members.Object("config", "input", "convolutions", "hidden", "classes")),
            "gpt2" => ModelConfigReader.Gpt2(members.Object("config", ModelConfigReader.Gpt2Members, ["n_inner"])),
            _ => ModelConfigReader.Llama(members.Object("config", ModelConfigReader.LlamaMembers)),
        });
    }
}
