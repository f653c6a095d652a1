using System.Collections.Frozen;
using Marketplace.Numerics;

namespace Marketplace.Programs.Onnx;

/// <summary>The operators of ONNX that are supported, by name, each as nodes of a step's graph.</summary>
internal static class OnnxOperators
{
    public delegate IReadOnlyList<OnnxValue> Operator(OnnxCall call);

    private static readonly FrozenDictionary<string, Operator> s_all = new Dictionary<string, Operator>
    {
        ["Add"] = One(OnnxElementwise.Sum),
        ["And"] = One(OnnxLogic.And),
        ["AveragePool"] = One(OnnxImages.AveragePool),
        ["Cast"] = One(OnnxLogic.Cast),
        ["Concat"] = One(OnnxMoves.Concat),
        ["Constant"] = One(OnnxLogic.Constant),
        ["ConstantOfShape"] = One(OnnxLogic.ConstantOfShape),
        ["Conv"] = One(OnnxImages.Conv),
        ["Cos"] = Function(MapCode.Cos),
        ["Div"] = One(OnnxElementwise.Quotient),
        ["Dropout"] = One(OnnxMoves.Dropout),
        ["Equal"] = One(c => OnnxLogic.Compare(c, 0)),
        ["Exp"] = Function(MapCode.Exp),
        ["Expand"] = One(OnnxMoves.Expand),
        ["Flatten"] = One(OnnxMoves.Flatten),
        ["Gather"] = One(OnnxGather.Of),
        ["Gemm"] = One(OnnxProducts.Gemm),
        ["GlobalAveragePool"] = One(OnnxReductions.OverImages),
        ["Greater"] = One(c => OnnxLogic.Compare(c, 1)),
        ["Identity"] = One(c => c.Input(0)),
        ["LayerNormalization"] = One(OnnxNormalisation.LayerNormalization),
        ["Less"] = One(c => OnnxLogic.Compare(c, -1)),
        ["Log"] = Function(MapCode.Log),
        ["MatMul"] = One(OnnxProducts.MatMul),
        ["Max"] = One(OnnxElementwise.Max),
        ["MaxPool"] = One(OnnxImages.MaxPool),
        ["Min"] = One(OnnxElementwise.Min),
        ["Mul"] = One(OnnxElementwise.Product),
        ["Neg"] = One(OnnxElementwise.Neg),
        ["Not"] = One(OnnxLogic.Not),
        ["Or"] = One(OnnxLogic.Or),
        ["Pad"] = One(OnnxMoves.Pad),
        ["Pow"] = One(OnnxElementwise.Pow),
        ["Range"] = One(OnnxLogic.Range),
        ["Reciprocal"] = One(OnnxElementwise.Reciprocal),
        ["ReduceMax"] = One(OnnxReductions.Max),
        ["ReduceMean"] = One(OnnxReductions.Mean),
        ["ReduceSum"] = One(OnnxReductions.Sum),
        ["Relu"] = Function(MapCode.Relu),
        ["Reshape"] = One(OnnxMoves.Reshape),
        ["Shape"] = One(OnnxLogic.Shape),
        ["Sigmoid"] = Function(MapCode.Sigmoid),
        ["Sin"] = Function(MapCode.Sin),
        ["Slice"] = One(OnnxSlices.Slice),
        ["Softmax"] = One(OnnxNormalisation.Softmax),
        ["Split"] = OnnxSlices.Split,
        ["Sqrt"] = Function(MapCode.Sqrt),
        ["Squeeze"] = One(OnnxMoves.Squeeze),
        ["Sub"] = One(OnnxElementwise.Difference),
        ["Tanh"] = Function(MapCode.Tanh),
        ["Transpose"] = One(OnnxMoves.Transpose),
        ["Unsqueeze"] = One(OnnxMoves.Unsqueeze),
        ["Where"] = One(OnnxLogic.Where),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of all that are supported, sorted.</summary>
    public static IEnumerable<string> Names => s_all.Keys.Order(StringComparer.Ordinal);

    public static Operator Of(string name) => s_all[name];

    /// <exception cref="FormatException">The graph has operators that are not supported; all of them are
    /// named.</exception>
    public static void RequireAll(OnnxGraph graph)
    {
        string[] missing =
        [
            .. graph.Nodes.Select(n => n.Operator).Where(o => !s_all.ContainsKey(o)).Distinct()
                .Order(StringComparer.Ordinal).Select(JsonMembers.Shown),
        ];
        if (missing.Length > 0)
            throw new FormatException($"The graph has operators that are not supported: {string.Join(", ", missing)}.");
    }

    private static Operator One(Func<OnnxCall, OnnxValue> of) => call => [of(call)];

    private static Operator Function(byte code) =>
        One(call => call.Result(call.Graph.Map(code, call.Float(0)), call.Input(0).Dimensions));
}
