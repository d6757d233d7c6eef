using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Registry;

namespace Cocoon.Attestation.Ton.Tests;

public sealed class RegistryReaderTests
{
    private static readonly RegistryTerms Terms = new(-3, AccountAddress.From(0, new byte[32]), new HexBytes(new byte[32]), 100, 3600, FakeRegistry.Parameters);

    private readonly FakeChain _chain = new();

    [Fact]
    public async Task A_registry_is_read_with_the_chains_own_id_which_is_asked_for_once()
    {
        var init = RegistryContract.Init(Terms);
        _chain.Account = Active(init.Code, init.Data);
        _chain.NetworkId = -217;
        var reader = Reader(init.GetAddress());

        var reading = await reader.Read();
        await reader.Read();

        (reading.ChainNetworkId, reading.Registry.NetworkId, reading.Registry.FeeBps).Should().Be((-217, -3, 100));
        _chain.ConfigCalls.Should().Be(1);
    }

    [Fact]
    public async Task No_contract_another_contract_and_broken_data_are_told_apart()
    {
        var init = RegistryContract.Init(Terms);
        await Fails("There is no contract at * Deploy the registry, or configure its address.");
        _chain.Account = Active(init.Data, init.Data);
        await Fails("The contract at * is not the registry of this version.*");
        _chain.Account = Active(init.Code, new CellBuilder().StoreUInt(1, 8).Build());
        await Fails("The registry at * holds data that cannot be read:*");

        async Task Fails(string message) => await Reader(init.GetAddress()).Invoking(reader => reader.Read()).Should().ThrowAsync<RegistryException>().WithMessage(message);
    }

    private RegistryReader Reader(AccountAddress registry) => new(_chain, registry);

    private static TonAccount Active(Cell code, Cell data) => new(default, TonAccountStatus.Active, code, data, 1, 1);
}
