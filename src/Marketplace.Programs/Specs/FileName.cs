namespace Marketplace.Programs.Specs;

/// <summary>Which names a job may give to files: none that leaves a folder, hides, or makes a reader run code.</summary>
internal static class FileName
{
    private const int MaxLength = 100;

    // Formats of the pickle family: reading one is running it.
    private static readonly string[] Pickles = [".bin", ".pt", ".pth", ".pkl", ".ckpt"];

    public static string Read(JsonMembers members, string member)
    {
        var name = members.Text(member);
        var plain = name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
        if (name.Length is 0 or > MaxLength || name[0] == '.' || !plain)
        {
            throw members.Refused(SpecReason.BadName, member, path =>
                $"{path} has to be a plain file name: 1 to {MaxLength} letters, digits, points, dashes and underscores, "
                + "no point first.");
        }

        return Pickles.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            ? throw members.Refused(
                SpecReason.Pickle, member, path => $"{path} is the name of a pickle, which runs code when it is read.")
            : name;
    }
}
