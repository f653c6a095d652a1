namespace Marketplace.Programs.Weights;

/// <summary>How a file stores an element. Everything else that files know is refused by name.</summary>
public enum StoredType
{
    /// <summary>binary32, as it is.</summary>
    F32,

    /// <summary>binary16; widened to binary32, which is exact.</summary>
    F16,

    /// <summary>The upper half of a binary32; widened, which is exact.</summary>
    BF16,

    I32,

    /// <summary>Read as i32; a value that does not fit is refused.</summary>
    I64,

    I8,

    /// <summary>Token ids, read as i32 (npy only).</summary>
    U8,

    /// <summary>Token ids, read as i32 (npy only).</summary>
    U16,
}
