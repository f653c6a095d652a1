using Marketplace.Operators;

namespace Marketplace.Backends.Cpu.Phases;

/// <summary>Where an operation reads an operand: element Offset + i0·s0 + i1·s1 + i2·s2 + i3·s3 + k·Term of a tensor, i the
/// indices of the output element, k (below <see cref="Span"/>) the columns of a row that it reads as a whole.</summary>
/// <remarks>Counted in elements always, where a descriptor counts rows for some operators (B4); whole rows of i8 in their
/// words.</remarks>
internal sealed record Reading(Tensor Tensor, long Offset, Strides Strides, long Term, long Span)
{
    /// <summary>What the descriptor says (B4).</summary>
    public static Reading Of(Descriptor op, int operand, Tensor tensor)
    {
        var o = op.Operands[operand];
        if (op.OpCode is OpCode.Map or OpCode.Move or OpCode.Gather or OpCode.ScatterAdd) return new(tensor, o.Offset, o.Strides, 0, 1);
        var c = o.WordsPerRow;
        return new(tensor, o.Offset * c, new(o.Strides.S0 * c, o.Strides.S1 * c, o.Strides.S2 * c, o.Strides.S3 * c), 1, c);
    }

    /// <summary>Each element of the output reads the element at its own place.</summary>
    public bool IsIdentity(Shape output)
    {
        if (Offset != 0 || Span != 1) return false;
        var own = Strides.Of(output);
        for (var axis = 0; axis < Shape.MaxRank; axis++)
        {
            if (output[axis] != 1 && Strides[axis] != own[axis]) return false;
        }

        return true;
    }

    /// <summary>Each row of the output, a shape with one column, begins where that row of the tensor does.</summary>
    public bool IsRowsOf(Shape rows, Shape tensor)
    {
        if (Offset != 0) return false;
        var own = Strides.Of(tensor);
        for (var axis = 0; axis < Shape.MaxRank - 1; axis++)
        {
            if (rows[axis] != 1 && Strides[axis] != own[axis]) return false;
        }

        return true;
    }

    /// <summary>The same elements, read past the Move that wrote the tensor, or null where that is no affine rule.</summary>
    /// <param name="output">The shape over whose indices this reads.</param>
    /// <param name="moved">The Move's own reading, over the indices of <paramref name="between"/>, the shape that it
    /// wrote.</param>
    /// <remarks>A flat place of the tensor between is one of its four coordinates each; as long as no index ever
    /// carries from one coordinate into the next, the places add up coordinate by coordinate.</remarks>
    public Reading? Past(Shape output, Shape between, Reading moved)
    {
        Span<long> reach = stackalloc long[Shape.MaxRank];
        var offset = moved.Offset;
        var at = between.Index(Offset);
        for (var b = 0; b < Shape.MaxRank; b++)
        {
            reach[b] = at[b];
            offset += at[b] * moved.Strides[b];
        }

        Span<long> strides = stackalloc long[Shape.MaxRank + 1];
        for (var axis = 0; axis <= Shape.MaxRank; axis++)
        {
            var (count, stride) = axis < Shape.MaxRank ? (output[axis], Strides[axis]) : (Span, Term);
            if (count == 1 || stride == 0) continue;
            if (stride >= between.Elements) return null;
            var step = between.Index(stride);
            for (var b = 0; b < Shape.MaxRank; b++)
            {
                reach[b] += (count - 1) * step[b];
                strides[axis] += step[b] * moved.Strides[b];
            }
        }

        for (var b = 0; b < Shape.MaxRank; b++)
        {
            if (reach[b] >= between[b]) return null;
        }

        return new(moved.Tensor, offset, new(strides[0], strides[1], strides[2], strides[3]), strides[4], Span);
    }

    /// <summary>Whether rows of the output read rows of the tensor: both cut into so many equal rows, row r of the one
    /// only from row r of the other.</summary>
    public bool IsByRows(Shape output, long rows)
    {
        var elements = Tensor.Shape.Elements;
        if (elements % rows != 0) return false;
        var width = elements / rows;
        var (left, inner) = (rows, Offset + (Span - 1) * Term);
        for (var axis = 0; axis < Shape.MaxRank; axis++)
        {
            var (count, stride) = ((long)output[axis], Strides[axis]);
            if (count == 1) continue;
            if (left > 1 && left % count == 0)
            {
                left /= count;
                if (stride != width * left) return false;
            }
            else if (left > 1)
            {
                // The axis itself is cut: so many of its indices are one row.
                if (count % left != 0 || stride * (count / left) != width) return false;
                inner += (count / left - 1) * stride;
                left = 1;
            }
            else
            {
                inner += (count - 1) * stride;
            }
        }

        return left == 1 && inner < width;
    }
}
