namespace Marketplace.Programs.Data;

/// <summary>Records that can be had one by one and in any order, however they are kept.</summary>
public interface IRecordSource
{
    IReadOnlyList<DataField> Fields { get; }

    int Records { get; }

    /// <param name="field">Its number among <see cref="Fields"/>.</param>
    /// <param name="words">As many as the field is wide.</param>
    void Copy(int record, int field, Span<uint> words);
}
