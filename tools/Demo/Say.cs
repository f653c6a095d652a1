namespace Marketplace.Demo;

/// <summary>What the audience reads.</summary>
internal static class Say
{
    public static void Line(string text = "") => Console.WriteLine(text);

    /// <summary>An amount with at most five decimals, cut off: for reading, never for reckoning.</summary>
    public static string Coins(Primitives.Wei amount)
    {
        var text = amount.ToString();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 || text.Length <= point + 6 ? text : text[..(point + 6)];
    }

    public static void Title(string text)
    {
        Console.WriteLine();
        Console.WriteLine(text);
    }
}
