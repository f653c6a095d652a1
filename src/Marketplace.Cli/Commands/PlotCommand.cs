using System.CommandLine;
using System.Text;
using Marketplace.Cli.Training;
using Marketplace.Programs;

namespace Marketplace.Cli.Commands;

/// <summary>Draws the curves of a finished job.</summary>
public sealed class PlotCommand : Command
{
    private readonly Argument<DirectoryInfo> _folder = new("folder") { Description = "The result folder of a job" };
    private readonly Option<DirectoryInfo?> _out = new("--out") { Description = "Where pictures and page go; else the same folder" };

    public PlotCommand()
        : base("plot", "Draw the curves of a finished job: SVG pictures and an HTML page")
    {
        Arguments.Add(_folder);
        Options.Add(_out);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var folder = arguments.GetRequiredValue(_folder);
        var file = new FileInfo(Path.Combine(folder.FullName, ResultFolder.Metrics));
        if (!file.Exists) throw new UsageException($"The folder {folder.FullName} is no result of a job: it has no {ResultFolder.Metrics}.");
        var report = new RunReport(LocalJob.Read(new FileInfo(Path.Combine(folder.FullName, "job.json"))), Curves(file));
        var to = arguments.GetValue(_out) ?? folder;
        foreach (var (name, svg) in report.Pictures()) Write(to, name, svg);
        Write(to, RunReport.FileName, report.Html());
        return 0;
    }

    private static SortedDictionary<string, Operators.Tensor> Curves(FileInfo file)
    {
        try
        {
            return Safetensors.Read(File.ReadAllBytes(file.FullName));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file.FullName} cannot be read: {e.Message}");
        }
    }

    private static void Write(DirectoryInfo folder, string name, string text)
    {
        WholeFile.Write(new FileInfo(Path.Combine(folder.FullName, name)), Encoding.UTF8.GetBytes(text));
        Console.WriteLine(Path.Combine(folder.FullName, name));
    }
}
