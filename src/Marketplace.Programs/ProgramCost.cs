using System.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs;

/// <summary>What a program takes, from its shapes alone (A2). Ask only where every shape is admissible.</summary>
/// <param name="Bytes">Of all slots together.</param>
/// <param name="LargestTensor">Elements of the largest slot.</param>
/// <param name="ElementsPerStep">Output elements of the dearest phase.</param>
/// <param name="TermsPerStep">Chain terms of the dearest phase; a fold counts 32.</param>
/// <param name="Terms">Chain terms of the whole job.</param>
public sealed record ProgramCost(
    BigInteger Bytes, long LargestTensor, BigInteger ElementsPerStep, BigInteger TermsPerStep, BigInteger Terms)
{
    public static ProgramCost Of(Program program)
    {
        var bytes = BigInteger.Zero;
        long largest = 0;
        foreach (var slot in program.Slots.Persistent.Concat(program.Slots.Scratch))
        {
            bytes += 4 * (BigInteger)slot.Shape.Words(slot.Type);
            largest = Math.Max(largest, slot.Shape.Elements);
        }

        var elements = BigInteger.Zero;
        var dearest = BigInteger.Zero;
        var whole = BigInteger.Zero;
        for (var i = 0; i < program.Phases.Length; i++)
        {
            var (phaseElements, phaseTerms) = (BigInteger.Zero, BigInteger.Zero);
            foreach (var op in program.Phases[i].Operations)
            {
                phaseElements += op.Shape.Elements;
                phaseTerms += TermsOf(op);
            }

            elements = BigInteger.Max(elements, phaseElements);
            dearest = BigInteger.Max(dearest, phaseTerms);
            whole += phaseTerms * StepsOf(program, i);
        }

        return new ProgramCost(bytes, largest, elements, dearest, whole);
    }

    private static BigInteger TermsOf(Descriptor op) => op.OpCode switch
    {
        OpCode.MatMul => (BigInteger)op.Shape.Elements * op.Operands[0].Columns,
        // The lanes of a row share its columns between them; a lane without terms still costs its start.
        OpCode.SumLanes or OpCode.MaxLanes => (BigInteger)op.Shape.Rows * Math.Max(Chain.Lanes, op.Operands[0].Columns),
        OpCode.FoldLanes => (BigInteger)op.Shape.Elements * Chain.Lanes,
        OpCode.ScatterAdd => (BigInteger)op.Shape.Elements * op.Attributes[0],
        _ => op.Shape.Elements,
    };

    private static BigInteger StepsOf(Program program, int phase)
    {
        var outer = program.Phases.Length == 2 ? program.Steps / (program.Inner + 1u) : 0;
        return phase == 1 ? outer : program.Steps - outer;
    }
}

/// <summary>What an agent is willing to carry (A2).</summary>
public sealed record ProgramLimits(long MaxBytes, long MaxTermsPerStep)
{
    /// <summary>8 GiB of slots, 2^40 terms a step.</summary>
    public static readonly ProgramLimits Default = new(8L << 30, 1L << 40);
}
