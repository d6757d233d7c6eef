using Cocoon.Core.Accounts;

namespace Cocoon.Client;

/// <summary>Keeps <see cref="VoucherState"/>s. Thread-safe.</summary>
public interface IVoucherStore
{
    /// <summary>Opens a channel's state, and keeps others out until it is disposed.</summary>
    /// <exception cref="VoucherStoreException">Somebody else has it open, or it cannot be read.</exception>
    IVoucherJournal Open(AccountAddress channel);
}
