using System.Text;
using Marketplace.Operators;
using Marketplace.Programs.Data;
using Marketplace.Programs.Tests.Weights;
using Marketplace.Programs.Weights;

namespace Marketplace.Programs.Tests.Data;

/// <summary>Tables, text and tokens turned into records.</summary>
public sealed class ImportTests
{
    [Fact]
    public void Csv_KnowsQuotesLineEndsAndRemarks()
    {
        const string Text = "# a remark\r\na,\"b, c\",\"d \"\"e\"\"\"\r\n\r\n1,\"x\ny\",\n\"\",,\r\n# \" \n,z,\"\"";
        CsvReader.Rows(new StringReader(Text)).Should().BeEquivalentTo(
            new string[][] { ["a", "b, c", "d \"e\""], ["1", "x\ny", ""], ["", "", ""], ["", "z", ""] }, o => o.WithStrictOrdering());
        CsvReader.Rows(new StringReader("")).Should().BeEmpty();
        CsvReader.Rows(new StringReader("a\rb,c\r")).Single().Should().Equal("a\rb", "c");
    }

    [Theory]
    [InlineData("a,\"b", "A quote of line 1 is never closed.")]
    [InlineData("a,b\nc,\"d\"e\n", "Line 2 goes on after a closing quote.")]
    [InlineData("a,b\n\n# x\nc,d\"e\n", "Line 4 has a quote inside")]
    [InlineData("a,\"b\nc\"\nd\"", "Line 3 has a quote inside")]
    public void Csv_WithAMisplacedQuote_IsRefused_WithItsLine(string text, string words)
    {
        Action read = () => _ = CsvReader.Rows(new StringReader(text)).ToList();
        read.ShouldRefuse(words, text);
    }

    [Fact]
    public void Tables_AreNumbersAndAClass()
    {
        var named = new CsvRecords([Kept.Stream("\ufeffkind,a,b\nred,1,-2.5e1\nBlue,0.1,3\nred,5,6"), Kept.Stream("kind,a,b\nred,7,8\n")], "kind");
        named.Classes.Should().Equal("Blue", "red");
        named.Fields.Should().Equal(DataField.FeaturesOf(2), DataField.LabelsField);
        Record(named, 1, 0).Should().Equal(BitConverter.SingleToUInt32Bits(0.1f), BitConverter.SingleToUInt32Bits(3));
        Enumerable.Range(0, 4).Select(i => Record(named, i, 1)[0]).Should().Equal(1u, 0, 1, 1);

        var numbered = new CsvRecords([Kept.Stream("a,b\n1,7\n2,10\n")], "1");
        numbered.Classes.Should().BeEmpty();
        Enumerable.Range(0, 2).Select(i => Record(numbered, i, 1)[0]).Should().Equal(7u, 10);
        // A column of the name comes before a column of the number.
        var both = new CsvRecords([Kept.Stream("1,0\n5,6\n")], "0");
        Record(both, 0, 1).Should().Equal(6u);
    }

    [Fact]
    public void ALargeTable_IsReadThroughAllItsParts()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => $"{i},\"{i + 1}\",{i % 7}\r\n");
        var table = new CsvRecords([Kept.Stream("a,b,kind\r\n" + string.Concat(rows))], "kind");
        table.Records.Should().Be(20_000);
        for (var i = 0; i < table.Records; i++)
        {
            Record(table, i, 0).Should().Equal(BitConverter.SingleToUInt32Bits(i), BitConverter.SingleToUInt32Bits(i + 1));
            Record(table, i, 1)[0].Should().Be((uint)(i % 7));
        }
    }

    [Theory]
    [InlineData("", "no rows")]
    [InlineData("a,kind\n", "no rows")]
    [InlineData("a,b\n1,2\n", "no column \"kind\"")]
    [InlineData("kind\nx\n", "no column of numbers")]
    [InlineData("a,kind\n1,x\n2\n", "Row 2 of the table has 1 cells, not 2")]
    [InlineData("a,kind\n1,x,2\n", "Row 1 of the table has 3 cells, not 2")]
    [InlineData("a,kind\nred,x\n", "Row 1 of the table holds \"red\"")]
    [InlineData("a,kind\nNaN,x\n", "no finite float32")]
    [InlineData("a,kind\n1e39,x\n", "no finite float32")]
    [InlineData("a,kind\n,x\n", "no finite float32")]
    [InlineData("a,kind\n1,\n", "names no class")]
    public void Tables_OfAnotherForm_AreRefused(string text, string words)
    {
        Action read = () => _ = new CsvRecords([Kept.Stream(text)], "kind");
        read.ShouldRefuse(words, text);
    }

    [Fact]
    public void Tables_ThatDoNotFitTogether_OrAreNoUtf8_AreRefused()
    {
        Action headers = () => _ = new CsvRecords([Kept.Stream("a,kind\n1,x\n"), Kept.Stream("b,kind\n1,x\n")], "kind");
        headers.ShouldRefuse("different header lines", "other names");
        Action latin = () => _ = new CsvRecords([new MemoryStream("a,kind\n1,caf\u00e9\n"u8[..^2].ToArray())], "kind");
        latin.ShouldRefuse("not in UTF-8", "half a letter");
    }

    [Fact]
    public void Text_IsCutIntoWindowsThatOverlapByOne()
    {
        var documents = new TextDocuments();
        documents.AddText(Kept.Stream("abcdefgh"));
        var records = TokenRecords.OfBytes(documents.ToArray(), 3);
        records.Fields.Should().Equal(DataField.TokensOf(3));
        // abcd, defg; h is left.
        records.Records.Should().Be(2);
        Encoding.ASCII.GetString([.. Record(records, 0, 0).Select(w => (byte)w)]).Should().Be("abcd");
        Encoding.ASCII.GetString([.. Record(records, 1, 0).Select(w => (byte)w)]).Should().Be("defg");
        TokenRecords.OfBytes("abcdefghij"u8.ToArray(), 3).Records.Should().Be(3);
        TokenRecords.OfBytes("abcd"u8.ToArray(), 3).Records.Should().Be(1);
        Action few = () => TokenRecords.OfBytes("abc"u8.ToArray(), 3);
        few.ShouldRefuse("There are 3 tokens; one record takes 4", "too short");
    }

    [Fact]
    public void Documents_AreSeparatedByAZero()
    {
        var documents = new TextDocuments();
        documents.AddText(Kept.Stream("one"));
        documents.AddJsonLines(Kept.Stream("{\"id\":1,\"text\":\"tw\\u00f6\"}\r\n\n  \n{\"text\":\"\"}\n{\"text\":\"three\",\"more\":{\"text\":1}}"), "text");
        documents.ToArray().Should().Equal(Encoding.UTF8.GetBytes("one\0twö\0\0three"));
    }

    [Fact]
    public void ALongLine_IsOneDocument()
    {
        var documents = new TextDocuments();
        var text = new string('x', 300_000);
        documents.AddJsonLines(Kept.Stream($$"""{"body":"{{text}}"}""" + "\n" + $$"""{"body":"y"}"""), "body");
        documents.ToArray().Should().HaveCount(300_002).And.EndWith([(byte)'x', 0, (byte)'y']);
    }

    [Theory]
    [InlineData("{\"text\":\"a\"}\n{\"text\":\"b\"\n", "Line 2 is not JSON")]
    [InlineData("{\"text\":\"a\"}\n\n{\"other\":\"b\"}\n", "Line 3 has no member \"text\"")]
    [InlineData("{\"text\":1}\n", "Line 1: \"text\" is no text")]
    [InlineData("{\"text\":null}\n", "Line 1: \"text\" is no text")]
    [InlineData("[\"text\"]\n", "Line 1 is no JSON object")]
    [InlineData("{\"text\":\"a\",\"text\":\"b\"}\n", "Line 1 is not JSON")]
    [InlineData("{\"text\":\"\\ud800\"}\n", "Line 1 holds a text that is not Unicode")]
    [InlineData("{\"text\":\"a\"} {\"text\":\"b\"}\n", "Line 1 is not JSON")]
    [InlineData("text\n", "Line 1 is not JSON")]
    public void Lines_OfAnotherForm_AreRefused_WithTheirNumber(string lines, string words)
    {
        Action read = () => new TextDocuments().AddJsonLines(Kept.Stream(lines), "text");
        read.ShouldRefuse(words, lines);
    }

    [Fact]
    public void Tokens_AreAStreamThatIsCut_OrRecordsAlready()
    {
        var stream = Safetensors.Write([new NamedTensor("ids", [5], Tensor.Ints(Shape.Of(5), 1, 2, 70_000, 4, 5))]);
        var cut = TokenFile.Read([new MemoryStream(stream), NpyFileTests.Stream("{'descr':'<u2','fortran_order':False,'shape':(2,)}", "06000700")], 3);
        cut.Records.Should().Be(2);
        Record(cut, 1, 0).Should().Equal(4u, 5, 6, 7);

        var rows = NpyFileTests.Stream("{'descr':'|u1','fortran_order':False,'shape':(2, 3)}", "010203040506");
        foreach (var sequence in (int?[])[null, 2])
        {
            var records = TokenFile.Read([rows], sequence);
            records.Records.Should().Be(2);
            Record(records, 1, 0).Should().Equal(4u, 5, 6);
        }
    }

    [Fact]
    public void Tokens_OfAnotherForm_AreRefused()
    {
        var row = new NamedTensor("a", [4], Tensor.Ints(Shape.Of(4), 1, 2, 3, 4));
        foreach (var (tensors, sequence, words) in new (NamedTensor[], int?, string)[]
        {
            ([row], null, "length of a sequence is missing"),
            ([row], 4, "There are 4 tokens; one record takes 5"),
            ([row, row with { Name = "b" }], 2, "one tensor, not 2"),
            ([], 2, "one tensor, not 0"),
            ([row with { Dimensions = [2, 2] }], 2, "has 2 tokens, not 2 and the next one"),
            ([row with { Dimensions = [4, 1] }], null, "2 to 16777216 tokens, not 1"),
            ([row with { Dimensions = [1, 2, 2] }], 2, "has rank 3"),
            ([new NamedTensor("a", [2], Tensor.Floats(Shape.Of(2), 1, 2))], 1, "Tokens are integers"),
            ([new NamedTensor("a", [2], Tensor.Ints(Shape.Of(2), 1, -2))], 1, "A token is negative"),
        })
        {
            Action read = () => TokenFile.Read([new MemoryStream(Safetensors.Write(tensors))], sequence);
            read.ShouldRefuse(words, words);
        }

        Action mixed = () => TokenFile.Read(
            [new MemoryStream(Safetensors.Write([row])), new MemoryStream(Safetensors.Write([row with { Dimensions = [2, 2] }]))], 1);
        mixed.ShouldRefuse("different lengths", "a stream and records");
    }

    private static uint[] Record(IRecordSource source, int record, int field)
    {
        var words = new uint[source.Fields[field].Width];
        source.Copy(record, field, words);
        return words;
    }
}
