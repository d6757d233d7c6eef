using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Crypto;

namespace Cocoon.Simulation.Market;

/// <summary>
/// What owners of channels do on chain with their wallets. Every method sends a message and returns; whether and when the
/// chain takes it is the chain's affair.
/// </summary>
internal interface IUserWallets
{
    /// <summary>Deploys a channel with a deposit and gives its address.</summary>
    AccountAddress Deploy(AccountAddress owner, AccountAddress vault, SigningKey voucherKey, uint salt, Nano deposit);

    void TopUp(AccountAddress channel, Nano amount);

    void Withdraw(AccountAddress channel, WithdrawalPermit permit, HexBytes marketSignature);

    /// <summary>Announces to close alone.</summary>
    void RequestClose(AccountAddress channel);

    /// <summary>Closes alone after the grace.</summary>
    void FinishClose(AccountAddress channel);

    void CloseTogether(AccountAddress channel, Nano amount, HexBytes clientSignature, HexBytes marketSignature);

    void ChangeVoucherKey(AccountAddress channel, SigningKey next);
}
