namespace Marketplace.Programs.Specs;

/// <summary>Why a spec or a configuration is refused (M9).</summary>
public enum SpecReason
{
    /// <summary>The bytes are no JSON text.</summary>
    NotJson,

    /// <summary>A text holds bytes or escapes that are no Unicode.</summary>
    NotUnicode,

    /// <summary>More bytes than a spec may have.</summary>
    TooLarge,

    /// <summary>Lists and objects stand deeper in each other than any spec needs.</summary>
    TooDeep,
    UnknownMember,
    DuplicateMember,
    MissingMember,
    WrongType,

    /// <summary>A text that has to be one of a few words and is none of them.</summary>
    UnknownWord,
    OutOfRange,

    /// <summary>NaN, an infinity, or more than a float32 holds.</summary>
    NotANumber,

    /// <summary>Another writing of what has one writing: a negative zero, an amount with leading zeros, other bytes
    /// than the writer's.</summary>
    NotCanonical,

    /// <summary>Not 64 lower-case hexadecimal digits.</summary>
    WrongDigest,

    /// <summary>No plain file name.</summary>
    BadName,

    /// <summary>The name of a file that runs code when it is read.</summary>
    Pickle,

    /// <summary>Two members that cannot both be so.</summary>
    Inconsistent,

    /// <summary>A version of the document, a number law or a numeric profile that is not known here.</summary>
    UnsupportedVersion,

    /// <summary>A configuration asks for mathematics that no registered family has.</summary>
    Unsupported,

    /// <summary>The state needs more than <c>limits.maxBytes</c>.</summary>
    TooMuchMemory,

    /// <summary>A step needs more than <c>limits.maxTermsPerStep</c>.</summary>
    TooMuchWork,
}

/// <summary>A refusal: a rule, not a failure.</summary>
/// <param name="Path">Of the member, as <c>model.config.n_layer</c> or <c>keep[1].name</c>; <c>$</c> is the whole document.</param>
/// <param name="Message">One sentence that names it.</param>
public sealed record SpecRefusal(SpecReason Reason, string Path, string Message)
{
    /// <summary>The path of the document itself.</summary>
    public const string Whole = "$";
}

/// <summary>Carries a refusal up to the reader that was asked.</summary>
internal sealed class SpecException(SpecRefusal refusal) : FormatException(refusal.Message)
{
    public SpecException(SpecReason reason, string path, string message)
        : this(new SpecRefusal(reason, path, message))
    {
    }

    public SpecRefusal Refusal { get; } = refusal;
}
