namespace Marketplace.Bench.Peers;

/// <summary>PyTorch's processor operators, as a user of PyTorch calls them: without gradients, into an existing tensor
/// wherever the operator can.</summary>
public static class Torch
{
    public const string Name = "PyTorch";

    /// <summary>Which vector code its operators take, read when it is loaded.</summary>
    private const string Capability = "ATEN_CPU_CAPABILITY";

    /// <summary>How often one call of a peer runs its operator: entering Python then weighs nothing.</summary>
    public const int Times = 16;

    private static readonly Lock s_one = new();
    private static bool s_ready;

    // A peer owns its tensors. Ordinary values; AdamW has stepped once, so that its state is there.
    private const string Peers = """
        import torch
        torch.manual_seed(1)

        def unary(n, op):
            x = torch.randn(n)
            y = torch.empty_like(x)
            return lambda: op(x, y)

        def softmax(n):
            x = torch.randn(n).view(-1, 256)
            y = torch.empty_like(x)
            return lambda: torch.softmax(x, -1, out=y)

        def layer_norm(n):
            x = torch.randn(n).view(-1, 1024)
            gamma, beta = torch.randn(1024), torch.randn(1024)
            return lambda: torch.layer_norm(x, [1024], gamma, beta, 1e-5)

        def adamw(n):
            p = torch.nn.Parameter(torch.randn(n))
            p.grad = torch.randn(n)
            optimiser = torch.optim.AdamW([p], lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, foreach=True)
            optimiser.step()
            return optimiser.step

        operators = {
            'exp': lambda n: unary(n, lambda x, y: torch.exp(x, out=y)),
            'tanh': lambda n: unary(n, lambda x, y: torch.tanh(x, out=y)),
            'gelu': lambda n: unary(n, lambda x, y: torch._C._nn.gelu(x, approximate='tanh', out=y)),
            'softmax': softmax,
            'layer-norm': layer_norm,
            'adamw': adamw,
        }

        def peer(name, elements, threads, times):
            torch.set_num_threads(threads)
            operator = operators[name](elements)

            def run():
                with torch.no_grad():
                    for _ in range(times):
                        operator()
            return run
        """;

    /// <summary>An action that runs the operator <see cref="Times"/> times.</summary>
    /// <param name="name">exp, tanh, gelu, softmax (rows of 256), layer-norm (rows of 1024) or adamw.</param>
    /// <param name="elements">float32 of each tensor.</param>
    /// <param name="threads">Of PyTorch's pool, until another action is asked for.</param>
    /// <exception cref="BenchException">Python or PyTorch is not on this machine.</exception>
    public static Action Operator(string name, int elements, int threads)
    {
        Load();
        Python.Running.Run($"action = peer('{name}', {elements}, {threads}, {Times})");
        return Python.Running.Function("action");
    }

    /// <summary>Leaves the choice of vector code to PyTorch, as for a user who sets nothing. Only before the first
    /// operator.</summary>
    public static void LoadByDefault() => Load(capability: null);

    /// <summary>By default the widest code that this machine has: what PyTorch can do, whatever it would choose.</summary>
    private static void Load(string? capability = "avx512")
    {
        lock (s_one)
        {
            if (s_ready) return;
            Python.SetVariable(Capability, capability is not null && Peak.WidestBits == 512 ? capability : null);
            // A pool that spins after its work would take the cores from whom it is compared with.
            Python.SetVariable("OMP_WAIT_POLICY", "passive");
            if (!Python.Running.Has("torch")) throw BenchException.PeerMissing("PyTorch (python3-torch)");
            Python.Running.Run(Peers);
            s_ready = true;
        }
    }
}
