using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Vaults;
using Cocoon.Ton.Wallets;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>The contracts that a simulated chain can run, by their code.</summary>
public static class ContractModels
{
    private static readonly HexBytes AnyKey = new(new byte[32]);
    private static readonly AccountAddress AnyAccount = AccountAddress.From(0, new byte[32]);

    private static readonly Dictionary<Cell, IContractModel> ByCode = new()
    {
        [ChannelContract.Init(new ChannelTerms(AnyKey, 0, AnyAccount, AnyAccount, AnyKey, 0, 0)).Code] = new ChannelModel(),
        [VaultContract.Init(new VaultTerms(AnyKey, 0, AnyAccount, 0, 0, 0)).Code] = new VaultModel(),
        [new WalletV5R1(new byte[32], 0).Init.Code] = new WalletModel(),
    };

    /// <summary>The model of a code; null when there is none.</summary>
    public static IContractModel? Of(Cell code) => ByCode.GetValueOrDefault(code);
}
