using System.Text;

namespace Marketplace.Numerics;

/// <summary>
/// The contract's elementwise functions, printed from <see cref="MapFunctions{A,T}"/>:
/// contracts/src/referee/MapFunctions.sol.
/// </summary>
public static class MapFunctionsSource
{
    /// <summary>
    /// From this code on a function is a composition; below it a primitive. Splits the contract's search in two.
    /// </summary>
    private const byte FirstComposite = 32;

    /// <summary>The whole file, with a newline at its end.</summary>
    public static string Print()
    {
        var text = new StringBuilder();
        text.Append("""
            // SPDX-License-Identifier: MIT
            pragma solidity ^0.8.37;

            // Printed by Marketplace.Numerics (MapFunctionsSource) from the one text of these functions. Do not edit.

            import {ElementaryExp} from "./ElementaryExp.sol";
            import {ElementaryLog} from "./ElementaryLog.sol";
            import {ElementaryTrig} from "./ElementaryTrig.sol";
            import {Float32} from "./Float32.sol";
            import {Int32} from "./Int32.sol";

            /// @title The elementwise functions of the number law, by their codes
            /// @notice A value is a uint256 that holds a clean 32-bit pattern: a float32 or an int32 in two's
            /// complement.
            library MapFunctions {
                /// @notice No elementwise function has this code.
                error UnknownFunction(uint256 code);

                @ARITIES@

                /// @notice The value of a function; canonical if it is a float (F4).
                /// @param code The function.
                /// @param x Operands in x[0..3], immediates in x[4..7]; those that the function does not take are not
                /// read.
                /// @return The 32-bit pattern of the result.
                function evaluate(uint256 code, uint256[8] memory x) internal pure returns (uint256) {
                    return code < 32 ? _primitive(code, x) : _composite(code, x);
                }


            """);
        text.Replace("code < 32", $"code < {FirstComposite}").Replace("    @ARITIES@\n", Arities());
        AppendSignature(text);
        AppendChoice(text, "_primitive", MapFunction.All.Where(f => f.Code < FirstComposite));
        AppendChoice(text, "_composite", MapFunction.All.Where(f => f.Code >= FirstComposite));
        foreach (var function in MapFunction.All.Where(f => !IsOneCall(f))) AppendFunction(text, function);
        text.Length--;
        return text.Append("}\n").ToString();
    }

    /// <summary>The sets of codes that take equally many operands and immediates, bit by bit.</summary>
    private static string Arities()
    {
        var text = new StringBuilder();
        text.Append("    /// @dev The codes that take so many operands and so many immediates, a bit each.\n");
        foreach (var group in ByArity())
        {
            var codes = group.Aggregate(UInt128.Zero, (set, function) => set | (UInt128.One << function.Code));
            text.Append($"    uint256 private constant _{Arity(group)} = 0x{codes:x};\n");
        }

        return text.ToString();
    }

    private static void AppendSignature(StringBuilder text)
    {
        text.Append("""
                /// @notice How many operands and immediates a function takes.
                /// @return operands 1 to 4, or 0 where the code is unknown.
                /// @return immediates 0 to 4.
                /// @return known Whether a function has this code.
                function signature(uint256 code) internal pure returns (uint256 operands, uint256 immediates, bool known) {

            """);
        foreach (var group in ByArity())
        {
            var (operands, immediates) = group.Key;
            text.Append($"        if ((_{Arity(group)} >> code) & 1 != 0) return ({operands}, {immediates}, true);\n");
        }

        text.Append("    }\n\n");
    }

    private static void AppendChoice(StringBuilder text, string name, IEnumerable<MapFunction> functions)
    {
        text.Append($"    function {name}(uint256 code, uint256[8] memory x) private pure returns (uint256) {{\n");
        foreach (var function in functions)
        {
            var value = Call(function);
            if (function.ResultType == ElementType.F32 && MayPassNaNOn(function)) value = $"Float32.canonical({value})";
            text.Append($"        if (code == {function.Code}) return {value};\n");
        }

        text.Append("        revert UnknownFunction(code);\n    }\n\n");
    }

    private static void AppendFunction(StringBuilder text, MapFunction function)
    {
        var parameters = string.Join(", ", function.ParameterNames.Select(name => "uint256 " + name));
        text.Append($"    function _{function.Name}({parameters})");
        var oneLine = $"    function _{function.Name}({parameters}) private pure returns (uint256) {{";
        text.Append(oneLine.Length <= 120
            ? " private pure returns (uint256) {\n"
            : "\n        private\n        pure\n        returns (uint256)\n    {\n");
        foreach (var line in SolidityFunction.Body(Record(function))) text.Append($"        {line}\n");
        text.Append("    }\n\n");
    }

    private static IEnumerable<IGrouping<(int Operands, int Immediates), MapFunction>> ByArity() =>
        MapFunction.All
            .GroupBy(f => (Operands: f.OperandTypes.Length, Immediates: f.ImmediateCount))
            .OrderBy(group => group.Key);

    private static string Arity(IGrouping<(int Operands, int Immediates), MapFunction> group) =>
        $"TAKES_{group.Key.Operands}_AND_{group.Key.Immediates}";

    /// <summary>The call in the list of codes: the library's own function, or the printed one.</summary>
    private static string Call(MapFunction function)
    {
        if (IsOneCall(function)) return Single(Record(function, Place));
        var places = Enumerable.Range(0, function.ParameterNames.Length).Select(n => Place(function, n));
        return $"_{function.Name}({string.Join(", ", places)})";
    }

    /// <summary>A function whose whole text is one call of a library needs no body of its own.</summary>
    private static bool IsOneCall(MapFunction function) => Record(function).Term.Arguments.All(a => a.IsName);

    /// <summary>Only a copied word can carry a NaN of another form; every computed one is canonical already.</summary>
    private static bool MayPassNaNOn(MapFunction function) => Record(function).Term.Head == "Float32.selectGreater";

    private static string Single(SolidityText text) => SolidityFunction.Body(text)[0]["return ".Length..^1];

    private static string Place(MapFunction function, int parameter)
    {
        var operands = function.OperandTypes.Length;
        return $"x[{(parameter < operands ? parameter : MapFunction.MaxOperands + parameter - operands)}]";
    }

    private static SolidityText Record(MapFunction function) => Record(function, (f, n) => f.ParameterNames[n]);

    private static SolidityText Record(MapFunction function, Func<MapFunction, int, string> name)
    {
        var parameters = new SolidityText[function.ParameterNames.Length];
        for (var n = 0; n < parameters.Length; n++) parameters[n] = SolidityText.Named(name(function, n));
        var operands = function.OperandTypes.Length;
        return MapFunctions<SolidityText, SolidityText>.Apply(
            function.Code, parameters.AsSpan(0, operands), parameters.AsSpan(operands));
    }
}
