using Marketplace.Agents;
using Marketplace.Agents.Submission;
using Marketplace.Protocol.Market;

namespace Marketplace.Cli;

/// <summary>Job files and results on the disk.</summary>
public static class JobFiles
{
    private const long MaxBytes = 1L << 30;

    /// <exception cref="JobFileException">The file or its table cannot be read or is not what it should be.</exception>
    public static PreparedJob Prepare(FileInfo file)
    {
        var job = JobFile.Parse(Read(file, "job file"));
        if (job.Data.Csv.Contains('\0')) throw new JobFileException("The job file is wrong: data.csv is no file name of a table.");
        var table = new FileInfo(Path.Combine(file.Directory!.FullName, job.Data.Csv));
        return PreparedJob.From(job, Read(table, "table"));
    }

    /// <summary>The terms for a job that has a spec of its own.</summary>
    /// <exception cref="JobFileException">The file cannot be read or is not what it should be.</exception>
    public static JobFile.MarketPart Terms(FileInfo file) => JobFile.ParseTerms(Read(file, "file of terms"));

    /// <summary>The list of those who may lock a job.</summary>
    /// <exception cref="JobFileException">The file cannot be read or is not what it should be.</exception>
    public static AllowList AllowList(FileInfo file) => AllowListFile.Parse(Read(file, "list of solvers"));

    private static string Read(FileInfo file, string what)
    {
        try
        {
            if (!file.Exists) throw new JobFileException($"There is no {what} {file.FullName}.");
            if (file.Length > MaxBytes) throw new JobFileException($"The {what} {file.FullName} is larger than 1 GiB.");
            return File.ReadAllText(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobFileException($"The {what} {file.FullName} cannot be read: {e.Message}");
        }
    }
}
