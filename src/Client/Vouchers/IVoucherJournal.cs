namespace Cocoon.Client;

/// <summary>One channel's state, held by one client. Not thread-safe.</summary>
public interface IVoucherJournal : IDisposable
{
    /// <summary>What was saved last; the empty state at first.</summary>
    VoucherState State { get; }

    /// <summary>Saves. When it returns the state is durable; when it throws, the old or the new one is.</summary>
    /// <exception cref="VoucherStoreException">It could not be written.</exception>
    void Save(VoucherState state);
}
