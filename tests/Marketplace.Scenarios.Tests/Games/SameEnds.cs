using Marketplace.Execution;
using Marketplace.Primitives;
using Marketplace.Protocol.Disputes;
using Marketplace.Protocol.Strategies;

namespace Marketplace.Scenarios.Tests.Games;

/// <summary>Copies of a legal move that end where the denied segment ends, or hold what no leaf may hold.</summary>
public static class SameEnds
{
    private static readonly byte[] WrongNaN = [0x01, 0x00, 0xc0, 0x7f];

    /// <param name="opponent">Whose claims the move denies, if he plays his trace.</param>
    public static IEnumerable<(string What, byte[] Move)> Of(GameRecord game, Turn turn, ITrace opponent)
    {
        var fields = MoveFields.Of(turn);
        var move = turn.Move;
        var term = turn.Kind == MoveKind.Chain || (turn.Kind == MoveKind.Dissect && game.State.Alphabet == Alphabet.Term);
        if (term)
        {
            yield return ("denied accumulator at the end", With(move.Length - 4, DeniedPattern()));
            yield return ("a NaN of another form", With(move.Length - 4, [.. WrongNaN.Reverse()]));
            yield return ("a negative NaN", With(move.Length - 4, [0xff, 0xc0, 0, 0]));
        }
        else if (turn.Kind == MoveKind.Dissect)
        {
            yield return ("denied root at the end", With(move.Length - Hash32.Size, Bytes("end")));
        }
        else if (turn.Kind == MoveKind.Descend && game.State.Alphabet == Alphabet.Step)
        {
            yield return ("denied root as S'", With(At("S'"), Bytes("end")));
        }
        else if (turn.Kind == MoveKind.Descend && Place() is { } place)
        {
            var tree = place.Step.OutputTree(place.Operation);
            if (game.State.Alphabet == Alphabet.Operation)
            {
                yield return ("the opponent's output", With(move.Length - Hash32.Size, tree.Root.ToArray()));
            }
            else
            {
                var stride = (game.State.Length + 15) / 16;
                var leaf = (long)(game.State.Start + move[0] * stride);
                yield return ("the opponent's leaf", With(At("leaf 0"), tree.LeafBytes(leaf)));
                yield return ("a NaN of another form", With(At("leaf 0"), WrongNaN));
                yield return ("a number at the leaf's end", With(At("leaf 63"), [0, 0, 0, 1]));
            }
        }

        int At(string name) => fields.First(f => f.Name == name).At;

        byte[] Bytes(string name) => fields.Where(f => f.Name == name).Select(f => move.AsSpan(f.At, f.Size).ToArray()).First();

        byte[] With(int at, byte[] bytes)
        {
            var copy = (byte[])move.Clone();
            bytes.CopyTo(copy, at);
            return copy;
        }

        // In ELEMENT the denied word is opened little-endian; in TERM a chunk of nine accumulators is.
        byte[] DeniedPattern() => turn.Kind == MoveKind.Chain
            ? [.. Bytes("word").AsSpan(4 * (move[0] % 8), 4).ToArray().Reverse()]
            : move.AsSpan(At("chunk 0") + 4 * (move[0] % 8) + 4, 4).ToArray();

        (StepTrace Step, int Operation)? Place()
        {
            var step = opponent.Step((uint)Number(Bytes("step")));
            var from = At("opcode");
            for (var j = 0; j < step.Count; j++)
            {
                var descriptor = step.Phase.Operations[j].Encode();
                if (move.AsSpan(from).StartsWith(descriptor) && Agrees(step, j)) return (step, j);
            }

            return null;
        }

        // The environment before the operation is agreed: the start of the denied segment, or named by the site.
        bool Agrees(StepTrace step, int j)
        {
            var agreed = Bytes(game.State.Alphabet == Alphabet.Operation ? "start" : "environment");
            return new Hash32(agreed) == step.EnvironmentRoot(j);
        }
    }

    private static ulong Number(byte[] bytes) => bytes.Aggregate(0UL, (number, b) => (number << 8) | b);
}
