namespace Cocoon.Storage.Postgres;

/// <summary>What a write is of; ordered byte by byte, as the database orders keys.</summary>
/// <param name="Table">Records or reminders.</param>
/// <param name="Name">Of the state, or of the reminder.</param>
/// <param name="GrainId">Whose.</param>
internal readonly record struct WriteKey(WriteTable Table, string Name, string GrainId) : IComparable<WriteKey>
{
    public int CompareTo(WriteKey other)
    {
        if (Table != other.Table) return Table.CompareTo(other.Table);
        return string.CompareOrdinal(Name, other.Name) is not 0 and var order ? order : string.CompareOrdinal(GrainId, other.GrainId);
    }
}
