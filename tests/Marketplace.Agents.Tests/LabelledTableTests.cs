using Marketplace.Agents.Submission;
using Marketplace.Operators;
using Marketplace.World;

namespace Marketplace.Agents.Tests;

public sealed class LabelledTableTests
{
    public static string Iris { get; } = File.ReadAllText(Path.Combine(Artifacts.RepositoryRoot, "docs", "samples", "iris.csv"));

    [Fact]
    public void Parse_OfIris_Finds150RowsOf3Classes()
    {
        var table = LabelledTable.Parse(Iris, "species");

        table.Rows.Should().Be(150);
        table.Classes.Should().Equal("setosa", "versicolor", "virginica");
        table.Columns.Should().Equal("sepal_length", "sepal_width", "petal_length", "petal_width");
        table.Labels.GroupBy(l => l).Select(g => g.Count()).Should().Equal(50, 50, 50);
        table.Features[0].Should().Equal(5.1f, 3.5f, 1.4f, 0.2f);
        table.Features[149].Should().Equal(5.9f, 3.0f, 5.1f, 1.8f);
    }

    [Fact]
    public void Parse_TakesAnyColumnForTheLabel_AndWindowsLines()
    {
        var table = LabelledTable.Parse("kind,a\r\n# a remark\r\nx,1\r\n\r\ny,-2.5e1\r\nx,3\r\n", "kind");
        table.Columns.Should().Equal("a");
        table.Labels.Should().Equal(0, 1, 0);
        table.Features.Select(f => f[0]).Should().Equal(1f, -25f, 3f);
    }

    [Fact]
    public void Split_OfIris_KeepsBackEveryFifthRow()
    {
        var split = DataSplit.Of(LabelledTable.Parse(Iris, "species"), 5);

        split.Features.Shape.Should().Be(Shape.Of(120, 4));
        split.Labels.Shape.Should().Be(Shape.Of(120, 1));
        split.HeldOutFeatures.Shape.Should().Be(Shape.Of(30, 4));
        split.HeldOutLabels.GroupBy(l => l).Select(g => g.Count()).Should().Equal(10, 10, 10);
        split.Labels.Words.GroupBy(l => l).Select(g => g.Count()).Should().Equal(40, 40, 40);
    }

    [Fact]
    public void Split_OfIris_HasTheseBits()
    {
        var split = DataSplit.Of(LabelledTable.Parse(Iris, "species"), 5);
        // Row 1 of the table (row 0 is kept back): 4.9, 3.0, 1.4, 0.2. Computed apart from this code, in exact fractions.
        split.Features.Words[..4].Should().Equal(0xbf8e53ee, 0xbda5445c, 0xbfab1497, 0xbfa8de2f);
    }

    [Fact]
    public void Split_OfIris_IsNearlyWhatDoublesSay()
    {
        var table = LabelledTable.Parse(Iris, "species");
        var split = DataSplit.Of(table, 5);
        var training = Enumerable.Range(0, 150).Where(r => r % 5 != 0).ToArray();
        for (var c = 0; c < 4; c++)
        {
            var mean = training.Average(r => (double)table.Features[r][c]);
            var deviation = Math.Sqrt(training.Average(r => Math.Pow(table.Features[r][c] - mean, 2)));
            for (var i = 0; i < training.Length; i++)
            {
                double bits = BitConverter.UInt32BitsToSingle(split.Features.Words[4 * i + c]);
                bits.Should().BeApproximately((table.Features[training[i]][c] - mean) / deviation, 1e-5);
            }
        }
    }

    [Theory]
    [InlineData("a,kind\n1,x\n1,y\n1,x\n1,y", "same value")]
    [InlineData("a,kind\n1,x\n2,y", "Fewer than two rows are left")]
    public void Split_WithNothingToLearn_IsRefused(string text, string why) =>
        FluentActions.Invoking(() => DataSplit.Of(LabelledTable.Parse(text, "kind"), 2))
            .Should().Throw<JobFileException>().WithMessage($"*{why}*");

    [Theory]
    [InlineData("", "fewer than two rows")]
    [InlineData("a,kind\n1,x", "fewer than two rows")]
    [InlineData("a,b\n1,x\n2,y", "no column \"kind\"")]
    [InlineData("kind\nx\ny", "no column of numbers")]
    [InlineData("a,kind\n1,x\n2,x", "only one class")]
    [InlineData("a,kind\n1,x\n2", "Row 2 of the table has 1 cells, not 2")]
    [InlineData("a,kind\n1,x\n2,y,z", "Row 2 of the table has 3 cells, not 2")]
    [InlineData("a,kind\n1,x\n1;5,y", "Row 2 of the table holds \"1;5\"")]
    [InlineData("a,kind\n1,x\n∞,y", "no finite number")]
    [InlineData("a,kind\n1,x\n1e39,y", "no finite number")]
    public void Parse_OfSomethingElse_SaysWhatIsWrong(string text, string why) =>
        FluentActions.Invoking(() => LabelledTable.Parse(text, "kind")).Should().Throw<JobFileException>().WithMessage($"*{why}*");
}
