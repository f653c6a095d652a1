using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Marketplace.Numerics.Tests;

/// <summary>
/// A chain of one's own on this machine: runs compiled contracts by eth_call, and ends with the test run.
/// </summary>
/// <remarks>
/// The port is probed and may be taken by another before the chain has it; so every chain has a random id, only the one
/// that answers with that id is ours, and a start that fails is tried again on another port.
/// </remarks>
public sealed class LocalEvm : IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(5) };
    private readonly Process _process;
    private int _installed;

    /// <param name="hardfork">The rules that the chain follows, as anvil calls them.</param>
    public LocalEvm(string hardfork = "osaka")
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var chainId = Random.Shared.Next(1_000_000, int.MaxValue);
            _process = Process.Start(StartInfo(hardfork, port, chainId))!;
            _client.BaseAddress = new Uri($"http://127.0.0.1:{port}");
            if (Answers(chainId)) return;
            Stop();
            _process.Dispose();
            if (attempt == Attempts) throw new InvalidOperationException($"anvil did not answer in {Attempts} starts.");
            _client = new() { Timeout = _client.Timeout };
        }
    }

    /// <summary>The folder that holds Marketplace.sln, found by walking up from the tests.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>
    /// Puts a compiled contract on the chain, without its constructor, and answers its address.
    /// </summary>
    /// <param name="output">Forge's output folder.</param>
    public string Install(string output, string file, string contract)
    {
        var path = Path.Combine(RepositoryRoot, "contracts", output, file, contract + ".json");
        RequireFile(path, "which compiles the contracts first");
        using var artifact = JsonDocument.Parse(File.ReadAllBytes(path));
        var code = artifact.RootElement.GetProperty("deployedBytecode").GetProperty("object").GetString()!;
        var address = "0x" + (0x1000 + ++_installed).ToString("x40", CultureInfo.InvariantCulture);
        Send($$"""{"jsonrpc":"2.0","id":1,"method":"anvil_setCode","params":["{{address}}","{{code}}"]}""");
        return address;
    }

    /// <summary>What the contract answers to this calldata.</summary>
    /// <exception cref="EvmRevertedException">It reverted.</exception>
    public byte[] Call(string address, ReadOnlySpan<byte> calldata)
    {
        var request = new StringBuilder((2 * calldata.Length) + 200);
        request.Append("""{"jsonrpc":"2.0","id":1,"method":"eth_call","params":[{"gas":"0x7fffffffffffff","to":""");
        request.Append('"').Append(address).Append("\",\"data\":\"0x").Append(Convert.ToHexStringLower(calldata));
        request.Append("\"},\"latest\"]}");
        return Convert.FromHexString(Send(request.ToString()).AsSpan(2));
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
        _client.Dispose();
    }

    private static ProcessStartInfo StartInfo(string hardfork, int port, int chainId)
    {
        var system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var processor = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        var program = OperatingSystem.IsWindows() ? "anvil.exe" : "anvil";
        var packages = Path.Combine(RepositoryRoot, "contracts", "node_modules", "@foundry-rs");
        var path = Path.Combine(packages, $"anvil-{system}-{processor}", "bin", program);
        RequireFile(path, "which installs the chain first");
        return new ProcessStartInfo(path, [
            "--hardfork", hardfork, "--prune-history", "--silent", "--host", "127.0.0.1",
            "--port", port.ToString(CultureInfo.InvariantCulture),
            "--chain-id", chainId.ToString(CultureInfo.InvariantCulture),
            "--accounts", "1", "--gas-limit", "9007199254740991", "--memory-limit", "1073741824",
            "--no-request-size-limit", "--disable-code-size-limit"]);
    }

    private static void RequireFile(string path, string why)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} is missing: run `./market test`, {why}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Marketplace.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("No folder above the tests holds Marketplace.sln.");
    }

    private bool Answers(int chainId)
    {
        var expected = "0x" + chainId.ToString("x", CultureInfo.InvariantCulture);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < StartLimit && !_process.HasExited)
        {
            try
            {
                if (Send("""{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}""") == expected) return true;
                return false;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
                Thread.Sleep(20);
            }
        }

        return false;
    }

    private string Send(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        using var response = _client.Send(request);
        using var stream = response.EnsureSuccessStatusCode().Content.ReadAsStream();
        using var answer = JsonDocument.Parse(stream);
        var root = answer.RootElement;
        if (root.TryGetProperty("error", out var error)) throw new EvmRevertedException(error.GetRawText());
        return root.GetProperty("result").GetString() ?? "0x";
    }

    private void Stop()
    {
        if (_process.HasExited) return;
        _process.Kill();
        _process.WaitForExit();
    }
}

/// <summary>The chain answered with an error; the message holds it whole.</summary>
public sealed class EvmRevertedException(string message) : Exception(message);
