using System.Runtime.CompilerServices;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>A vault's data as contracts/src/vault.tolk lays it out. Immutable.</summary>
/// <param name="Domain">First 28 bytes of the next batch's number.</param>
/// <param name="Seqno">Its last four.</param>
/// <param name="Roots">Roots of the last batch.</param>
/// <param name="OperatorKey">Whose batches it takes.</param>
/// <param name="Admin">All that no batch changes.</param>
internal sealed record VaultStorage(byte[] Domain, uint Seqno, Cell Roots, byte[] OperatorKey, VaultAdmin Admin)
{
    private const int DomainBytes = 28;

    private static readonly ConditionalWeakTable<Cell, VaultStorage> Known = [];

    public static VaultStorage Of(Cell data) => Known.GetValue(data, Read);

    /// <summary>The vault after a batch or a draw.</summary>
    public VaultStorage Next() => this with { Seqno = checked(Seqno + 1) };

    public Cell ToCell()
    {
        var data = new CellBuilder().StoreBytes(Domain).StoreUInt(Seqno, 32).StoreRef(Roots).StoreBytes(OperatorKey).StoreRef(Admin.Cell).Build();
        Known.AddOrUpdate(data, this);
        return data;
    }

    private static VaultStorage Read(Cell data)
    {
        var slice = data.BeginParse();
        return new VaultStorage(slice.LoadBytes(DomainBytes), slice.LoadUInt32(), slice.LoadRef(), slice.LoadBytes(32), VaultAdmin.Read(slice.LoadRef()));
    }
}
