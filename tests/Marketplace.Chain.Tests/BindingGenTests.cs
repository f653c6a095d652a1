using System.Globalization;
using Marketplace.BindingGen;

namespace Marketplace.Chain.Tests;

public sealed class BindingGenTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bindings ").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Check_OfWhatWasWritten_Passes_AndOfWhatDrifted_NamesTheFile()
    {
        Contract("Till", """[{"type":"function","name":"pay","inputs":[],"outputs":[],"stateMutability":"payable"}]""");
        var options = Read("--out gen --namespace N --abi abi Till");
        foreach (var file in Bindings.Generate(options, _root)) file.Write(_root).Should().BeTrue();
        foreach (var file in Bindings.Generate(options, _root))
        {
            file.Compare(_root);
            file.Write(_root).Should().BeFalse("nothing changed");
        }

        Contract("Till", """[{"type":"function","name":"pay","inputs":[],"outputs":[],"stateMutability":"nonpayable"}]""");
        var compare = () => Bindings.Generate(options, _root).ToList().ForEach(f => f.Compare(_root));

        compare.Should().Throw<BindingException>().WithMessage("gen/Till.g.cs is not what the contracts say*");
    }

    [Fact]
    public void Reasons_AreTheErrorsWithoutArguments_OnceAndInOrder()
    {
        Contract("A", """[{"type":"error","name":"Zeta","inputs":[]},{"type":"error","name":"Much","inputs":[{"name":"n","type":"uint256"}]}]""");
        Contract("B", """[{"type":"error","name":"Alpha","inputs":[]},{"type":"error","name":"Zeta","inputs":[]}]""");

        var file = Bindings.Generate(Read("--reasons Reason.g.cs --reasons-namespace My.Room A B"), _root).Single();

        file.Path.Should().Be("Reason.g.cs");
        file.Text.Should().Contain("namespace My.Room;").And.EndWith("    None,\n    Alpha,\n    Zeta,\n}\n");
    }

    [Fact]
    public void Structs_OfOneNameAndTwoForms_AreRefused()
    {
        Contract("A", Taking("uint256"));
        Contract("B", Taking("uint64"));
        var generate = () => Bindings.Generate(Read("--out gen --namespace N A B"), _root).ToList();

        generate.Should().Throw<BindingException>().WithMessage("Two different structs are called Job.");
    }

    [Fact]
    public void Structs_ThatContractsShare_AreWrittenOnce()
    {
        Contract("A", Taking("uint256"));
        Contract("B", Taking("uint256"));

        var structs = Bindings.Generate(Read("--out gen --namespace N A B"), _root).Single(f => f.Path.EndsWith("Structs.g.cs"));

        structs.Text.Split("public sealed record Job(BigInteger Id)").Should().HaveCount(2);
    }

    [Fact]
    public void Overloads_HaveNumbers()
    {
        Contract("A", """
            [{"type":"function","name":"f","inputs":[{"name":"a","type":"bool"}],"outputs":[],"stateMutability":"view"},
             {"type":"function","name":"f","inputs":[{"name":"a","type":"address[]"}],"outputs":[],"stateMutability":"view"}]
            """);

        var text = Bindings.Generate(Read("--out gen --namespace N A"), _root).Single().Text;

        text.Should().Contain("record FCall(IReadOnlyList<Address> A)").And.Contain("record F2Call(bool A)");
    }

    [Theory]
    [InlineData("--out gen A")]
    [InlineData("--colour red A")]
    [InlineData("--out")]
    [InlineData("--reasons r.cs A")]
    [InlineData("")]
    public void Options_ThatMakeNoSense_AreRefused(string line)
    {
        var read = () => Read(line);

        read.Should().Throw<BindingException>();
    }

    [Fact]
    public void Contract_ThatIsNotBuilt_IsRefusedByName()
    {
        Contract("A", "[]");
        var generate = () => Bindings.Generate(Read("--out gen --namespace N Missing"), _root).ToList();

        generate.Should().Throw<BindingException>().WithMessage("*Missing*");
    }

    [Fact]
    public void ContractsOfOneAddress_AreOneBinding()
    {
        Contract("Market", $"[{Function("lock")},{EventPaid}]", Storage("jobs", 7));
        Contract("Extension", $"[{Function("post")},{EventPaid}]", Storage("jobs", 9));

        var files = Bindings.Generate(Read("--out gen --namespace N --layout layout Market+Extension"), _root).ToList();

        var text = files.Single(f => f.Path == "gen/Market.g.cs").Text;
        text.Should().Contain("record LockCall").And.Contain("record PostCall");
        text.Split("record PaidEvent").Should().HaveCount(2);
        files.Single(f => f.Path == "layout/Market.txt").Text.Should()
            .Be("1 4 jobs t_struct(Job)_storage\n\nstruct Job\n0 0 id t_uint64\n", "the compiler's own numbers mean nothing");
    }

    [Fact]
    public void ContractsOfOneAddress_WithAFunctionInCommon_AreRefused()
    {
        Contract("Market", $"[{Function("lock")}]", Storage("jobs", 7));
        Contract("Extension", $"[{Function("lock")}]", Storage("jobs", 7));
        var generate = () => Bindings.Generate(Read("--out gen --namespace N Market+Extension"), _root).ToList();

        generate.Should().Throw<BindingException>().WithMessage("*two of them have lock()*");
    }

    [Fact]
    public void ContractsOfOneAddress_WithDifferentStorage_AreRefused()
    {
        Contract("Market", $"[{Function("lock")}]", Storage("jobs", 7));
        Contract("Extension", $"[{Function("post")}]", Storage("games", 7));
        var generate = () => Bindings.Generate(Read("--out gen --namespace N Market+Extension"), _root).ToList();

        generate.Should().Throw<BindingException>().WithMessage("Market and Extension do not have the same storage.");
    }

    private const string EventPaid = """{"type":"event","name":"Paid","inputs":[],"anonymous":false}""";

    private static string Function(string name) =>
        $$"""{"type":"function","name":"{{name}}","inputs":[],"outputs":[],"stateMutability":"nonpayable"}""";

    private static string Storage(string label, int number) =>
        """
        {"storage":[{"label":"LABEL","offset":4,"slot":"1","type":"t_struct(Job)NUMBER_storage"}],
         "types":{"t_struct(Job)NUMBER_storage":{"label":"struct Job","members":[{"label":"id","offset":0,"slot":"0","type":"t_uint64"}]}}}
        """.Replace("LABEL", label, StringComparison.Ordinal)
            .Replace("NUMBER", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static Options Read(string line) => Options.Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private void Contract(string name, string abi, string? storage = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "contracts", "out", name + ".sol")).FullName;
        File.WriteAllText(Path.Combine(folder, name + ".json"), $$"""{"abi":{{abi}}{{(storage is null ? "" : ",\"storageLayout\":" + storage)}}}""");
    }

    private static string Taking(string idType) =>
        $$"""
        [{"type":"function","name":"f","stateMutability":"view","outputs":[],"inputs":[
          {"name":"job","type":"tuple[]","internalType":"struct Market.Job[]","components":[{"name":"id","type":"{{idType}}"}]}]}]
        """;
}
