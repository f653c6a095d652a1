using System.Text.Json;
using Marketplace.Agents;

namespace Marketplace.Cli;

/// <summary>An agent's words on the standard output: lines for people, or one JSON object a line for programs.</summary>
public sealed class ConsoleLog(TextWriter output, bool json) : IAgentLog
{
    public void Say(AgentEvent what)
    {
        output.WriteLine(json ? JsonSerializer.Serialize(new { kind = what.Kind, text = what.Text }) : $"{what.Kind,-10} {what.Text}");
        output.Flush();
    }
}
