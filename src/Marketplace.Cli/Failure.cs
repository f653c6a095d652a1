using Marketplace.Agents;
using Marketplace.Agents.Submission;
using Marketplace.Chain;
using Marketplace.Operators;

namespace Marketplace.Cli;

/// <summary>What a program says when it cannot go on, and with which code it leaves: 2 for input that cannot be used, 1 for
/// a world or a machine that does not do its part.</summary>
public static class Failure
{
    /// <summary>Writes at most one sentence, and gives the exit code.</summary>
    public static int Report(Exception failure, TextWriter errors)
    {
        var (code, sentence) = failure switch
        {
            UsageException or JobFileException => (2, failure.Message),
            AgentException e => (2, $"{e.Reason}: {e.Message}"),
            UnsoundBackendException => (1, $"UnsoundMachine: {failure.Message}"),
            ChainFailureException or TransactionRefusedException or DeploymentException => (1, failure.Message),
            AbiFormatException or UnexpectedRevertException =>
                (2, $"What stands at the address of --market is no market of this version: {failure.Message}"),
            IOException or UnauthorizedAccessException => (1, failure.Message),
            OperationCanceledException => (130, ""),
            // Our own bug: its name is enough for a report, its trace tells a user nothing.
            _ => (1, $"The program is at fault ({failure.GetType().Name}): {failure.Message.ReplaceLineEndings(" ")}"),
        };
        if (sentence.Length > 0) errors.WriteLine(sentence);
        return code;
    }
}
