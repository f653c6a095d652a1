using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Cli.Tests;

/// <summary>A small language job on the disk: a spec, and its data in a folder of blobs.</summary>
public sealed class TrainingFolder : IDisposable
{
    public const uint Steps = 40;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("training ");

    public string At(string name) => Path.Combine(_folder.FullName, name);

    public FileInfo Spec => new(At("job.json"));

    public static async Task<TrainingFolder> NewAsync(Action<JsonObject>? change = null)
    {
        var made = new TrainingFolder();
        await File.WriteAllTextAsync(made.At("text.txt"), string.Concat(Enumerable.Range(0, 60).Select(i => $"{i} green bottles hanging on the wall; ")));
        var import = await made.CliAsync("data", "import", "text", "text.txt", "--blobs", "blobs", "--sequence", "16", "--held-out", "0.2");
        import.ExitCode.Should().Be(0, import.Complaint);
        var report = JsonNode.Parse(import.Output)!;
        var spec = JsonNode.Parse("""
            {"version":1,"law":1,"profile":"f32","model":{"family":"gpt2","config":{"vocab_size":128,"n_positions":16,"n_embd":16,"n_layer":1,"n_head":2,
             "activation_function":"gelu_new","layer_norm_epsilon":1e-5,"embd_pdrop":0.0,"attn_pdrop":0.0,"resid_pdrop":0.0,"tie_word_embeddings":true}},
             "task":"language","weights":{"kind":"seeded","seed":7},"data":{},"order":{"kind":"shuffled","seed":1},"batch":{"records":4,"accumulate":1},"sequence":16,
             "optimizer":{"kind":"adamw","beta1":0.9,"beta2":0.95,"epsilon":1e-8,"weight_decay":0.01},"schedule":{"kind":"linear","rate":0.01,"warmup":4,"end":0.001},
             "clip":1.0,"steps":40,"checkpointEvery":8,"evaluate":{"every":10,"records":8},"limits":{"maxBytes":"1000000000","maxTermsPerStep":"1000000000"}}
            """)!.AsObject();
        spec["data"] = new JsonObject { ["manifest"] = report["manifest"]!.DeepClone(), ["records"] = report["records"]!.DeepClone(), ["heldOut"] = report["heldOut"]!.DeepClone() };
        change?.Invoke(spec);
        await File.WriteAllTextAsync(made.Spec.FullName, spec.ToJsonString());
        return made;
    }

    public Task<Ran> CliAsync(params string[] arguments) => Ran.ProgramAsync("Marketplace.Cli.dll", _folder.FullName, arguments);

    public void Dispose() => _folder.Delete(recursive: true);
}
