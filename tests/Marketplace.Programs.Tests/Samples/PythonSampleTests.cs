using System.Text;
using Marketplace.Operators;
using Marketplace.Programs.Data;
using Marketplace.Programs.Weights;
using Xunit.Abstractions;

namespace Marketplace.Programs.Tests.Samples;

/// <summary>The samples in Python read what we write, and write what we read. Where the system's Python lacks numpy or
/// torch, a test says that it has not run.</summary>
public sealed class PythonSampleTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("samples ");

    [Fact]
    public void OurWeights_AreReadByNumpy()
    {
        if (!Ready("numpy")) return;
        var path = Write(
            new NamedTensor("layers.0.weight", [2, 3], Tensor.Floats(Shape.Of(2, 3), 1, -0f, 1e-45f, 4, 5, float.MaxValue)),
            new NamedTensor("bias", [1, 3], Tensor.Floats(Shape.Of(3), 7, 8, 9)),
            new NamedTensor("scale", [], Tensor.Floats(Shape.Of(1), 0.5f)),
            new NamedTensor("codes", [3], Tensor.Int8s(Shape.Of(3), 1, -2, 3)),
            new NamedTensor("ids", [2], Tensor.Ints(Shape.Of(2), -1, 70_000)));
        Python(
            """
            import sys; sys.path.insert(0, sys.argv[1])
            from read_safetensors import tensors
            for name, a in sorted(tensors(sys.argv[2]).items()): print(name, a.dtype, list(a.shape), a.tobytes().hex())
            """,
            path).Should().Be(
            string.Join('\n',
                "bias float32 [1, 3] 0000e0400000004100001041",
                "codes int8 [3] 01fe03",
                "ids int32 [2] ffffffff70110100",
                "layers.0.weight float32 [2, 3] 0000803f0000008001000000000080400000a040ffff7f7f",
                "scale float32 [] 0000003f",
                ""));
        SystemPython.Run(_folder.FullName, Path.Combine(SystemPython.Samples, "read_safetensors.py"), path).Output
            .Should().Contain("bias float32 [1, 3]\n");
    }

    [Fact]
    public void OurWeights_AreTakenByPyTorch_Strictly()
    {
        if (!Ready("torch")) return;
        var path = Write(
            new NamedTensor("0.weight", [1, 5], Tensor.Floats(Shape.Of(5), 1, 2, 3, 4, 5)),
            new NamedTensor("0.bias", [1], Tensor.Floats(Shape.Of(1), 0.5f)));
        const string Load =
            """
            import sys; sys.path.insert(0, sys.argv[1])
            import torch
            from read_safetensors import torch_tensors
            module = torch.nn.Sequential(torch.nn.Linear(5, 1))
            print(module.load_state_dict(torch_tensors(sys.argv[2]), strict=True))
            print(module(torch.ones(2, 5)).tolist())
            """;
        Python(Load, path).Should().Be("<All keys matched successfully>\n[[15.5], [15.5]]\n");

        // Without the leading dimension PyTorch refuses it: this is why dimensions are written as the caller says.
        File.WriteAllBytes(path, Safetensors.Write(new Dictionary<string, Tensor>
        {
            ["0.weight"] = Tensor.Floats(Shape.Of(1, 5), 1, 2, 3, 4, 5),
            ["0.bias"] = Tensor.Floats(Shape.Of(1), 0.5f),
        }));
        SystemPython.Run(_folder.FullName, "-c", Load, SystemPython.Samples, path).Complaint.Should().Contain("size mismatch");
    }

    [Theory]
    [InlineData("t.npy", "bytes")]
    [InlineData("t.safetensors", "bytes")]
    [InlineData("t.npy", "words")]
    [InlineData("t.safetensors", "words")]
    public void Tokens_WrittenByThePythonSample_AreRecords(string target, string kind)
    {
        if (!Ready("numpy")) return;
        const string Text = "the cat, the other cät\n";
        File.WriteAllText(Path.Combine(_folder.FullName, "text"), Text);
        var (code, said, complaint) = SystemPython.Run(
            _folder.FullName, Path.Combine(SystemPython.Samples, "tokenise.py"), "text", target, kind);
        code.Should().Be(0, complaint);
        using var file = File.OpenRead(Path.Combine(_folder.FullName, target));
        uint[] expected = kind == "bytes"
            ? [.. Encoding.UTF8.GetBytes(Text).Select(b => (uint)b)]
            : [0, 1, 2, 3, 1, 0, 1, 4, 1, 5, 6];
        var records = TokenFile.Read([file], expected.Length - 1);
        records.Records.Should().Be(1);
        var tokens = new uint[expected.Length];
        records.Copy(0, 0, tokens);
        tokens.Should().Equal(expected);
        said.Should().StartWith($"{expected.Length} tokens");
    }

    [Fact]
    public void Arrays_WrittenByNumpy_AreRead_OrRefused()
    {
        if (!Ready("numpy")) return;
        Python(
            """
            import numpy as n
            n.save("long.npy", n.arange(6, dtype="i8").reshape(2, 3) - 3)
            n.save("float.npy", n.float32(1.5) * n.ones((1, 2), "f4"))
            n.save("fortran.npy", n.asfortranarray(n.ones((2, 3), "i4")))
            n.save("object.npy", n.array([{}], dtype=object), allow_pickle=True)
            n.save("double.npy", n.ones(2))
            n.savez("archive.npz", n.ones(2))
            """);
        Npy("long.npy").Tensor.Words.Should().Equal(0xfffffffdu, 0xfffffffe, 0xffffffff, 0, 1, 2);
        Npy("float.npy").Dimensions.Should().Equal(1, 2);
        foreach (var (name, words) in ((string, string)[])[("fortran", "Fortran"), ("object", "This is a pickle"), ("double", "float64")])
            FluentActions.Invoking(() => Npy(name + ".npy")).Should().Throw<FormatException>().WithMessage($"*{words}*");
        var archive = File.ReadAllBytes(Path.Combine(_folder.FullName, "archive.npz"));
        FluentActions.Invoking(() => Safetensors.Read(archive)).Should().Throw<FormatException>().WithMessage(ForeignFile.PickleRefusal);
    }

    [Fact]
    public void WhatPyTorchSaves_IsRefusedByName_OldAndNew()
    {
        if (!Ready("torch")) return;
        Python(
            """
            import pickle, torch
            torch.save({"w": torch.ones(2)}, "new.pt")
            torch.save({"w": torch.ones(2)}, "old.pt", _use_new_zipfile_serialization=False)
            for p in range(2, 6): pickle.dump({"w": [1.0]}, open(f"p{p}.pt", "wb"), protocol=p)
            """);
        foreach (var name in (string[])["new", "old", "p2", "p3", "p4", "p5"])
        {
            using var file = File.OpenRead(Path.Combine(_folder.FullName, name + ".pt"));
            FluentActions.Invoking(() => SafetensorsFile.Open(file)).Should().Throw<FormatException>(name).WithMessage(ForeignFile.PickleRefusal);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private NpyFile Npy(string name)
    {
        using var file = File.OpenRead(Path.Combine(_folder.FullName, name));
        return NpyFile.Read(file);
    }

    private string Write(params NamedTensor[] tensors)
    {
        var path = Path.Combine(_folder.FullName, "weights.safetensors");
        File.WriteAllBytes(path, Safetensors.Write(tensors));
        return path;
    }

    private string Python(string program, params string[] arguments)
    {
        var (code, said, complaint) = SystemPython.Run(_folder.FullName, ["-c", program, SystemPython.Samples, .. arguments]);
        code.Should().Be(0, complaint);
        return said;
    }

    private bool Ready(string module)
    {
        var ready = SystemPython.Has(module);
        output.WriteLine(ready ? $"With the system's Python and {module}." : $"NOT RUN: the system's Python has no {module}.");
        return ready;
    }
}
