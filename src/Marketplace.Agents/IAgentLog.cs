namespace Marketplace.Agents;

/// <summary>What an agent has to say to the person or program that runs it. Never a key.</summary>
/// <param name="Kind">One word for programs: posted, locked, progress, claimed, audited, moved, stuck, paid …</param>
/// <param name="Text">One line for people.</param>
public sealed record AgentEvent(string Kind, string Text);

public interface IAgentLog
{
    void Say(AgentEvent what);
}

public static class AgentLogging
{
    public static void Say(this IAgentLog log, string kind, string text) => log.Say(new AgentEvent(kind, text));
}
