using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Silo.Chain;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Stakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.Grains.Tests;

/// <summary>What a provider has at stake is read from the contract of the market's terms with that provider as owner.</summary>
public sealed class StakeBookTests
{
    private static readonly StakeTerms Terms = new(-217, GrainHost.Address(9), GrainHost.Address(7), GrainHost.Address(7), GrainHost.Address(5), 14_400, 3_600, 7_200, 0);

    [Fact]
    public async Task A_stake_counts_once_the_chain_was_asked_and_a_contract_of_other_terms_does_not()
    {
        var chain = new OneStake(Terms with { Owner = GrainHost.Address(3) }, Nano.FromTon(40));
        using var book = new TonStakeBook(Terms, chain, TimeProvider.System, NullLogger<TonStakeBook>.Instance);

        book.AtStake(GrainHost.Address(3)).Should().Be(Nano.Zero, "nobody waits for the chain");
        book.AtStake(GrainHost.Address(4)).Should().Be(Nano.Zero);
        await book.Refresh(CancellationToken.None);
        await book.Refresh(CancellationToken.None);

        book.AtStake(GrainHost.Address(3)).Should().Be(Nano.FromTon(40));
        book.AtStake(GrainHost.Address(4)).Should().Be(Nano.Zero);
        chain.Asked.Should().Be(2, "the chain is asked once for each in a while");
    }

    /// <summary>A chain with one stake on it.</summary>
    private sealed class OneStake(StakeTerms terms, Nano staked) : ITonClient
    {
        public int Asked { get; private set; }

        public Task<TonAccount> GetAccountAsync(AccountAddress address, CancellationToken cancellationToken = default)
        {
            Asked++;
            if (!StakeContract.IsAt(address, terms)) return Task.FromResult(new TonAccount(Nano.Zero, TonAccountStatus.Uninitialized, null, null, 0, 1));
            var init = StakeContract.Init(terms);
            // The fresh contract's data with another first amount.
            var rest = init.Data!.BeginParse();
            rest.LoadCoins();
            var data = new CellBuilder().StoreCoins(staked).StoreSlice(rest).Build();
            return Task.FromResult(new TonAccount(staked, TonAccountStatus.Active, init.Code, data, 1, 1));
        }

        public Task<MasterchainInfo> GetMasterchainInfoAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(AccountAddress address, TransactionId? from, int limit, ulong toLt, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<GetMethodResult> RunGetMethodAsync(AccountAddress address, string method, IReadOnlyList<StackItem> arguments, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task SendAsync(Cell message, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<FeeEstimate> EstimateFeeAsync(Cell message, bool ignoreSignature = true, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<Cell> GetConfigParamAsync(int number, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
