using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Marketplace.House.Tests;

/// <summary>References go down the floors, exactly as the table of docs/architecture.md says.</summary>
public sealed partial class FloorTests
{
    private static readonly IReadOnlyDictionary<string, Project> Projects = House.Files
        .Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".csproj", StringComparison.Ordinal))
        .Select(Project.Read).ToDictionary(p => p.Name, StringComparer.Ordinal);

    private static readonly IReadOnlyDictionary<string, (int Floor, string References)> Table = ReadTable();

    public static TheoryData<string> Names => [.. Projects.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void TheHouse_Stands() => Projects.Count.Should().BeGreaterThanOrEqualTo(11);

    [Theory]
    [MemberData(nameof(Names))]
    public void Project_StandsOnItsFloor_AndReferencesExactlyWhatItMayKnow(string name)
    {
        Table.Should().ContainKey(name, "every project under src/ has a row in the table");
        var (floor, references) = Table[name];
        Projects[name].Floor.Should().Be(floor);

        var floors = Floors(references, floor);
        var expected = Projects.Values
            .Where(p => floors.Contains(p.Floor))
            .Where(p => !p.Name.StartsWith("Marketplace.Backends.", StringComparison.Ordinal) || MayKnowBackends(name))
            .Select(p => $"src/{p.Name}/{p.Name}.csproj");
        Projects[name].References.Should().BeEquivalentTo(expected);
        floors.Should().NotContain(f => f >= floor, "references only go down");
    }

    [Fact]
    public void EveryProject_IsInTheSolution()
    {
        var solution = House.Read("Marketplace.sln").Replace('\\', '/');
        foreach (var project in House.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)))
            solution.Should().Contain($"\"{project}\"");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NoProductAssembly_ContainsOrKnowsALiar(string name)
    {
        var assembly = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
        assembly.GetReferencedAssemblies().Select(a => a.Name).Should()
            .NotContain(a => a!.Contains("World", StringComparison.Ordinal) || a.Contains("Demo", StringComparison.Ordinal));
        var liars = typeof(World.Liars.Liar).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(World.Liars.Liar).Namespace && !t.IsNested).Select(t => t.Name).ToHashSet();
        liars.Should().HaveCountGreaterThan(4);
        assembly.GetTypes().Select(t => t.Name).Should().NotContain(n => liars.Contains(n));
    }

    /// <summary>Composition roots choose a backend; nobody below does (floor 4: "no concrete backend").</summary>
    private static bool MayKnowBackends(string name) => Projects[name].Floor == 8;

    /// <summary>"–", "0", "0–3", "0, 5", "0–3, no concrete backend", "below".</summary>
    private static HashSet<int> Floors(string references, int floor)
    {
        if (references.Trim() == "below") return [.. Enumerable.Range(0, floor)];
        var floors = new HashSet<int>();
        foreach (var part in references.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part is "–" or "no concrete backend") continue;
            var ends = part.Split('–');
            for (var f = int.Parse(ends[0]); f <= int.Parse(ends[^1]); f++) floors.Add(f);
        }

        return floors;
    }

    private static Dictionary<string, (int, string)> ReadTable()
    {
        var rows = new Dictionary<string, (int, string)>(StringComparer.Ordinal);
        foreach (var line in House.Read("docs/architecture.md").Split('\n'))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length != 6 || !int.TryParse(cells[1], out var floor)) continue;
            // `Marketplace.Backends.Cpu` `.OpenCl` …: a name that begins with a point shares the first one's stem.
            var names = Quoted().Matches(cells[2]).Select(m => m.Groups[1].Value).ToList();
            var stem = names[0][..names[0].LastIndexOf('.')];
            foreach (var name in names) rows.Add(name.StartsWith('.') ? stem + name : name, (floor, cells[4]));
        }

        return rows;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    private sealed record Project(string Name, int Floor, IReadOnlyList<string> References)
    {
        public static Project Read(string file)
        {
            var xml = XDocument.Parse(House.Read(file));
            var folder = Path.GetDirectoryName(House.At(file))!;
            return new Project(
                Path.GetFileNameWithoutExtension(file),
                int.Parse(xml.Descendants("Floor").Single().Value),
                [.. xml.Descendants("ProjectReference").Select(r => Path.GetRelativePath(
                    House.Root, Path.GetFullPath(Path.Combine(folder, r.Attribute("Include")!.Value.Replace('\\', '/')))).Replace('\\', '/'))]);
        }
    }
}
