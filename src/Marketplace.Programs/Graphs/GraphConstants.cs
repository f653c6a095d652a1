using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>Inputs whose content the program's builder knows itself.</summary>
public sealed partial class GraphBuilder
{
    private readonly Dictionary<string, Tensor> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<(ElementType Type, uint Word), Node> _scalars = [];

    /// <summary>The content of the input slots that are constants, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Constants => _constants;

    /// <summary>An input slot that holds this tensor in every run; asked again by its name, the same node.</summary>
    public Node Constant(string name, Tensor value)
    {
        if (_constants.TryGetValue(name, out var known))
        {
            Require(known.Type == value.Type && known.Shape == value.Shape, $"the constant {name} has one shape");
            return _persistent.First(n => n.Slot!.Name == name);
        }

        var node = Input(name, value.Type, value.Shape);
        _constants[name] = value;
        return node;
    }

    /// <summary>One word; asked again, the same node.</summary>
    /// <param name="word">A float's pattern, or an integer.</param>
    public Node Scalar(ElementType type, uint word)
    {
        if (_scalars.TryGetValue((type, word), out var known)) return known;
        var value = new Tensor(type, Shape.Of(1), [word]);
        return _scalars[(type, word)] = Constant($"constant.{type}.{word:x8}", value);
    }

    /// <summary>+0 everywhere.</summary>
    public Node Zeros(Shape shape) => Move(new View(Scalar(ElementType.F32, 0), 0, default), shape);
}
