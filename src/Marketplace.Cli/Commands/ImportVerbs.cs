using System.CommandLine;
using Marketplace.Programs.Data;

namespace Marketplace.Cli.Commands;

/// <summary>Tables: numbers and a class.</summary>
public sealed class ImportCsvCommand : ImportCommand
{
    private readonly Option<string> _label = new("--label") { Description = "The column that holds the class: its name, or its number from 0", Required = true };

    public ImportCsvCommand()
        : base("csv", "Import tables with a header line") => Options.Add(_label);

    protected override IRecordSource Read(IEnumerable<Stream> open, ParseResult arguments) =>
        new CsvRecords(open, arguments.GetRequiredValue(_label));

    protected override IEnumerable<KeyValuePair<string, object>> Findings(IRecordSource source) =>
        source is CsvRecords { Classes: { Count: > 0 } classes } ? [KeyValuePair.Create("classes", (object)classes)] : [];
}

/// <summary>Plain text: a byte is a token, a file a document.</summary>
public sealed class ImportTextCommand : ImportCommand
{
    private readonly Option<int?> _sequence = SequenceOption();

    public ImportTextCommand()
        : base("text", "Import plain text, byte by byte") => Options.Add(_sequence);

    protected override IRecordSource Read(IEnumerable<Stream> open, ParseResult arguments)
    {
        var sequence = Sequence(arguments, _sequence);
        var documents = new TextDocuments();
        foreach (var file in open) documents.AddText(file);
        return TokenRecords.OfBytes(documents.ToArray(), sequence);
    }
}

/// <summary>A document a line, as the text of one member of a JSON object.</summary>
public sealed class ImportJsonLinesCommand : ImportCommand
{
    private readonly Option<int?> _sequence = SequenceOption();
    private readonly Option<string> _member = new("--text-field") { Description = "The member that holds the text", DefaultValueFactory = _ => "text" };

    public ImportJsonLinesCommand()
        : base("jsonl", "Import texts from lines of JSON, byte by byte")
    {
        Options.Add(_sequence);
        Options.Add(_member);
    }

    protected override IRecordSource Read(IEnumerable<Stream> open, ParseResult arguments)
    {
        var sequence = Sequence(arguments, _sequence);
        var documents = new TextDocuments();
        foreach (var file in open) documents.AddJsonLines(file, arguments.GetRequiredValue(_member));
        return TokenRecords.OfBytes(documents.ToArray(), sequence);
    }
}

/// <summary>Token ids of the submitter's own tokenizer.</summary>
public sealed class ImportTokensCommand : ImportCommand
{
    private readonly Option<int?> _sequence = SequenceOption();

    public ImportTokensCommand()
        : base("tokens", "Import token ids from .npy or .safetensors files") => Options.Add(_sequence);

    protected override IRecordSource Read(IEnumerable<Stream> open, ParseResult arguments) =>
        TokenFile.Read(open, OptionalSequence(arguments, _sequence));
}
