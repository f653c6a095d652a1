namespace Marketplace.Cli.Tests;

/// <summary>Job files and tables that cannot be used, given to both programs: refused before anything is begun.</summary>
public sealed class BadJobTests
{
    private const string Market = "0x0000000000000000000000000000000000000001";

    /// <summary>What is spoilt in the job file: an old text, a new one, and what the complaint has to name.</summary>
    public static TheoryData<string, string, string, string> Files => new()
    {
        { "not JSON", "{", "steps = 320 {", "line 1" },
        { "an unknown member", "\"batch\"", "\"colour\": 1, \"batch\"", "colour" },
        { "a misspelt member", "\"batch\"", "\"bacth\"", "bacth" },
        { "an unknown inner member", "\"rampSeconds\"", "\"ramp\": 1, \"rampSeconds\"", "market" },
        { "a duplicate member", "\"batch\": 30", "\"batch\": 30, \"batch\": 31", "batch" },
        { "a missing member", "\"steps\": 320,", "", "steps" },
        { "a missing inner member", "\"label\": \"species\",", "", "label" },
        { "a null member", "\"csv\": \"iris.csv\"", "\"csv\": null", "csv" },
        { "a text for a number", "\"steps\": 320", "\"steps\": \"many\"", "steps" },
        { "a number for a text", "\"kind\": \"mlp\"", "\"kind\": 7", "model.kind" },
        { "a number for a list", "[128]", "128", "model.hidden" },
        { "negative steps", "\"steps\": 320", "\"steps\": -320", "steps" },
        { "a fraction of steps", "\"steps\": 320", "\"steps\": 0.5", "steps" },
        { "no steps", "\"steps\": 320", "\"steps\": 0", "steps" },
        { "too many steps for their type", "\"steps\": 320", "\"steps\": 99999999999", "steps" },
        { "too many intervals", "\"checkpointEvery\": 32", "\"checkpointEvery\": 1", "256 checkpoint intervals" },
        { "intervals longer than the job", "\"checkpointEvery\": 32", "\"checkpointEvery\": 321", "checkpointEvery" },
        { "the lowest price above the highest", "\"minPrice\": \"1\"", "\"minPrice\": \"2\"", "minPrice" },
        { "a stake below the price", "\"stake\": \"3\"", "\"stake\": \"1.4\"", "stake" },
        { "a token that is no address", "\"bond\"", "\"token\": \"gold\", \"bond\"", "market.token" },
        { "a list of no solvers", "\"bond\"", "\"solvers\": [], \"bond\"", "market.solvers" },
        { "an amount that is none", "\"stake\": \"3\"", "\"stake\": \"3 coins\"", "stake" },
        { "a negative amount", "\"bond\": \"0.2\"", "\"bond\": \"-1\"", "bond" },
        { "an unknown kind of model", "\"mlp\"", "\"transformer\"", "transformer" },
        { "an unknown optimiser", "\"adam\"", "\"sgd\"", "sgd" },
        { "a rate that is no number", "\"rate\": 0.01", "\"rate\": NaN", "line 5" },
        { "a rate that overflows", "\"rate\": 0.01", "\"rate\": 1e999", "rate" },
        { "a beta of one", "\"beta1\": 0.9", "\"beta1\": 1", "beta1" },
        { "no hidden layer", "[128]", "[]", "hidden" },
        { "a layer of nothing", "[128]", "[0]", "hidden" },
        { "more than memory holds", "[128]", "[65536, 65536]", "TooMuchMemory" },
        { "a comment", "\"batch\"", "/* thirty */ \"batch\"", "line 4" },
        { "something after the end", "604800\n  }\n}", "604800 } } {", "line" },
        { "a table that is not there", "iris.csv", "rose.csv", "rose.csv" },
        { "a table with an impossible name", "iris.csv", "a\\u0000b", "table" },
        { "a label column that is not there", "\"species\"", "\"kingdom\"", "kingdom" },
        { "nothing kept back", "\"holdOutEvery\": 5", "\"holdOutEvery\": 1", "holdOutEvery" },
    };

    public static TheoryData<string, string, string, string> Tables => new()
    {
        { "a row with a cell too few", "4.9,3.0,1.4,0.2,setosa", "4.9,3.0,1.4,setosa", "Row 2" },
        { "a row with a cell too many", "4.9,3.0,1.4,0.2,setosa", "4.9,3.0,1.4,0.2,0.2,setosa", "Row 2" },
        { "a cell that is no number", "4.9,3.0,1.4,0.2,setosa", "4.9,three,1.4,0.2,setosa", "three" },
        { "a cell that is not finite", "4.9,3.0,1.4,0.2,setosa", "4.9,NaN,1.4,0.2,setosa", "NaN" },
        { "a cell that overflows", "4.9,3.0,1.4,0.2,setosa", "4.9,1e99,1.4,0.2,setosa", "1e99" },
        { "an empty cell", "4.9,3.0,1.4,0.2,setosa", "4.9,,1.4,0.2,setosa", "Row 2" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Post_OfABadJobFile_IsRefused(string fault, string old, string @new, string names)
    {
        using var folder = new JobFolder();
        JobFolder.Spoil(folder.Job, old, @new);
        await RefusedAsync(folder, fault, names);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Post_OfABadTable_IsRefused(string fault, string old, string @new, string names)
    {
        using var folder = new JobFolder();
        JobFolder.Spoil(folder.Table, old, @new);
        await RefusedAsync(folder, fault, names);
    }

    [Fact]
    public async Task Post_OfATruncatedJobFile_IsRefused_WhereverItEnds()
    {
        using var folder = new JobFolder();
        var text = await File.ReadAllTextAsync(folder.Job);
        foreach (var length in (int[])[0, 1, text.Length / 3, text.Length / 2, text.Length - 3])
        {
            await File.WriteAllTextAsync(folder.Job, text[..length]);
            await RefusedAsync(folder, $"truncated after {length} characters", "job file");
        }
    }

    [Theory]
    [InlineData("a constant column", "0.5,{0},red\n", "\"a\"")]
    [InlineData("only one class", "{0},{0},red\n", "one class")]
    public async Task Post_OfATableWithNothingToLearn_IsRefused(string fault, string row, string names)
    {
        using var folder = new JobFolder();
        var rows = Enumerable.Range(0, 20).Select(i => row.Replace("{0}", $"{i}", StringComparison.Ordinal)).ToList();
        if (fault == "a constant column") rows[3] = rows[3].Replace("red", "blue", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.Table, "a,b,species\n" + string.Concat(rows));
        await RefusedAsync(folder, fault, names);
    }

    [Fact]
    public async Task Post_OfAJobThatIsNotThere_OrAFolder_IsRefused()
    {
        using var folder = new JobFolder();
        foreach (var job in (string[])["nothing.json", ".", folder.Root])
            (await PostAsync(folder, job)).ShouldBeRefused(job);
        (await PostAsync(folder, "")).ShouldBeRefused("an empty name");
    }

    [Fact]
    public async Task Demo_OfABadJobFile_IsRefused_AndLeavesNothing()
    {
        using var folder = new JobFolder();
        JobFolder.Spoil(folder.Job, "\"steps\": 320", "\"steps\": -1");
        var ran = await Ran.ProgramAsync("Demo.dll", folder.Root, "--job", folder.Job);
        ran.ShouldBeRefused("negative steps").Complaint.Should().Contain("steps");
        folder.Files.Should().HaveCount(2);
    }

    private static async Task RefusedAsync(JobFolder folder, string fault, string names)
    {
        var ran = await PostAsync(folder, folder.Job);
        ran.ShouldBeRefused(fault).Complaint.Should().Contain(names, fault);
        folder.Files.Should().HaveCount(2, "nothing is begun with {0}", fault);
    }

    private static Task<Ran> PostAsync(JobFolder folder, string job) => Ran.ProgramAsync(
        "Marketplace.Cli.dll", folder.Root,
        "post", "--market", Market, "--blobs", Path.Combine(folder.Root, "blobs"), "--out", "weights", "--job", job);
}
