namespace Marketplace.Primitives.Tests;

public sealed class EvexCodeTests
{
    /// <summary>Each instruction once, with registers of every quarter, as GNU's assembler writes it.</summary>
    [Theory]
    [InlineData("vpdpbusd zmm1, zmm27, zmm24", "6292254050C8")]
    [InlineData("vpbroadcastd zmm28, [rax+rsi*2+4]", "62627D4858A47004000000")]
    [InlineData("vmovdqa64 zmm31, zmm9", "6241FD486FF9")]
    [InlineData("vpxorq zmm25, zmm8, zmm17", "6221BD48EFC9")]
    [InlineData("vpxorq zmm20, zmm20, [rdi+1024]", "62E1DD40EFA700040000")]
    [InlineData("vpxorq zmm3, zmm3, qword [rcx+184] {1to8}", "62F1E558EF99B8000000")]
    [InlineData("vpternlogq zmm22, zmm13, zmm30, 0xd2", "6283954825F6D2")]
    [InlineData("vprolq zmm26, zmm23, 61", "62B1AD4072CF3D")]
    public void AnInstruction_IsTheAssemblers(string instruction, string bytes)
    {
        var code = new EvexCode();
        switch (instruction.Split(' ', 2)[0])
        {
            case "vpdpbusd": code.DotProduct(1, 27, 24); break;
            case "vpbroadcastd": code.Broadcast(28, EvexCode.Rax, EvexCode.Rsi, 2, 4); break;
            case "vmovdqa64": code.Copy(31, 9); break;
            case "vpternlogq": code.Logic(22, 13, 30, 0xd2); break;
            case "vprolq": code.RotateLeft(26, 23, 61); break;
            case "vpxorq" when instruction.Contains("rdi"): code.XorMemory(20, EvexCode.Rdi, 1024); break;
            case "vpxorq" when instruction.Contains("rcx"): code.XorBroadcast(3, EvexCode.Rcx, 184); break;
            default: code.Xor(25, 8, 17); break;
        }

        Convert.ToHexString(code.ToArray()).Should().Be(bytes);
    }
}
