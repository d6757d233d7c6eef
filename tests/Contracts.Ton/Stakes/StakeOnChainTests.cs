using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Tests.LocalChain;
using Cocoon.Ton.Vaults;

namespace Cocoon.Ton.Tests.Stakes;

/// <summary>A provider's stake on a real executor, with a vault that takes what is slashed.</summary>
public sealed class StakeOnChainTests : IAsyncLifetime
{
    private const uint UnbondingDelay = 21 * 86_400;
    private const uint SlashDelay = 3 * 86_400;
    private const uint AppealTimeout = 7 * 86_400;

    /// <summary>Stays in every stake on top of its books.</summary>
    private static readonly Nano Reserve = new(100_000_000);

    private static readonly HexBytes Evidence = new([.. Enumerable.Repeat((byte)60, 32)]);

    private LocalChainNode _chain = null!;
    private TestWallet _owner = null!;
    private TestWallet _slasher = null!;
    private TestWallet _arbiter = null!;
    private StakeTerms _terms = null!;

    private AccountAddress Stake => StakeContract.Init(_terms).GetAddress();

    public async Task InitializeAsync()
    {
        if (!LocalChainNode.IsInstalled) return;
        _chain = await LocalChainNode.StartAsync();
        (_owner, _slasher, _arbiter) = (new TestWallet(_chain, 1), new TestWallet(_chain, 2), new TestWallet(_chain, 3));
        foreach (var wallet in (TestWallet[])[_owner, _slasher, _arbiter]) await _chain.FundAsync(wallet.Address, Nano.FromTon(20));
        var vault = VaultContract.Init(new VaultTerms(new HexBytes(_slasher.Key.PublicKey.Span), TonNetwork.Local, _slasher.Address, 86_400, 86_400, 0));
        await _slasher.SendAsync(new InternalMessage(vault.GetAddress(), Nano.FromTon(1), Bounce: false, Init: vault));
        _terms = new StakeTerms(
            TonNetwork.Local, _owner.Address, _slasher.Address, _arbiter.Address, vault.GetAddress(), UnbondingDelay, SlashDelay, AppealTimeout, Salt: 1);
        await _owner.SendAsync(StakeContract.Stake(Stake, Nano.FromTon(10), 1, StakeContract.Init(_terms)));
    }

    public async Task DisposeAsync()
    {
        if (!LocalChainNode.IsInstalled) return;
        foreach (var wallet in (TestWallet[])[_owner, _slasher, _arbiter]) wallet.Dispose();
        await _chain.DisposeAsync();
    }

    [LocalChainFact]
    public async Task Money_is_staked_and_leaves_after_the_unbonding_delay()
    {
        (await ReadAsync()).Terms.Should().Be(_terms);
        await _slasher.SendAsync(StakeContract.Stake(Stake, Nano.FromTon(2), 2));
        (await BooksAsync()).Should().Be((Nano.FromTon(12), Nano.Zero, null));

        await TellAsync(_owner, new StakeMessage.StartUnbond(3, Nano.FromTon(5)));
        var unbonding = await ReadAsync();
        (unbonding.Staked, unbonding.Unbonding, unbonding.AtStake).Should().Be((Nano.FromTon(7), Nano.FromTon(5), Nano.FromTon(12)));
        unbonding.UnbondsAt.Should().BeGreaterThan((uint)(await _chain.Client.GetAccountAsync(Stake)).SyncTime);
        await TellAsync(_owner, new StakeMessage.FinishUnbond(4));
        (await LastExitCodeAsync()).Should().Be(515, "the unbonding delay has not passed");

        await _chain.PassAsync(UnbondingDelay);
        await TellAsync(_owner, new StakeMessage.FinishUnbond(5));

        (await BooksAsync()).Should().Be((Nano.FromTon(7), Nano.Zero, null));
        (await BalanceAsync(Stake)).Should().Be(Nano.FromTon(7) + Reserve);
        await IsPaidAsync(_owner.Address, StakePayment.Stake, Nano.FromTon(5));
    }

    [LocalChainFact]
    public async Task A_slash_is_announced_and_executed_once_after_its_delay()
    {
        await TellAsync(_slasher, new StakeMessage.AnnounceSlash(2, Nano.FromTon(4), Evidence));
        var slash = (await ReadAsync()).Slash!;
        (slash.Evidence, slash.Amount, slash.Appeal).Should().Be((Evidence, Nano.FromTon(4), null));
        await TellAsync(_arbiter, new StakeMessage.ExecuteSlash(3, Evidence));
        (await LastExitCodeAsync()).Should().Be(521, "the slash delay has not passed");

        await _chain.PassAsync(SlashDelay);
        await TellAsync(_arbiter, new StakeMessage.ExecuteSlash(4, Evidence));

        var slashed = await ReadAsync();
        (slashed.Staked, slashed.Slash, slashed.OwedToBeneficiary).Should().Be((Nano.FromTon(6), null, Nano.Zero));
        slashed.UsedEvidence.Should().Equal(new Dictionary<HexBytes, bool> { [Evidence] = true });
        (await BalanceAsync(Stake)).Should().Be(Nano.FromTon(6) + Reserve);
        await IsPaidAsync(_terms.Beneficiary, StakePayment.Slash, Nano.FromTon(4));
        await TellAsync(_slasher, new StakeMessage.AnnounceSlash(5, Nano.FromTon(1), Evidence));
        (await LastExitCodeAsync()).Should().Be(518, "evidence counts once");
    }

    [LocalChainFact]
    public async Task An_appeal_that_the_arbiter_grants_costs_nothing()
    {
        var statement = new HexBytes([.. Enumerable.Repeat((byte)61, 32)]);
        await TellAsync(_slasher, new StakeMessage.AnnounceSlash(2, Nano.FromTon(4), Evidence));
        await TellAsync(_owner, new StakeMessage.Appeal(3, statement));
        (await ReadAsync()).Slash!.Appeal!.Statement.Should().Be(statement);

        await TellAsync(_arbiter, new StakeMessage.Resolve(4, Evidence, Upheld: false));

        var stake = await ReadAsync();
        (stake.Staked, stake.Slash).Should().Be((Nano.FromTon(10), null));
        stake.UsedEvidence.Should().Equal(new Dictionary<HexBytes, bool> { [Evidence] = false });
    }

    [LocalChainFact]
    public async Task A_slash_is_withdrawn_by_the_slasher_or_lapses_when_the_arbiter_is_silent()
    {
        await TellAsync(_slasher, new StakeMessage.AnnounceSlash(2, Nano.FromTon(4), Evidence));
        await TellAsync(_slasher, new StakeMessage.WithdrawSlash(3, Evidence));
        (await ReadAsync()).UsedEvidence.Should().BeEmpty("withdrawn evidence may come again");

        await TellAsync(_slasher, new StakeMessage.AnnounceSlash(4, Nano.FromTon(4), Evidence));
        await TellAsync(_owner, new StakeMessage.Appeal(5, Evidence));
        await _chain.PassAsync(AppealTimeout + 1);
        await TellAsync(_slasher, new StakeMessage.LapseSlash(6));

        (await ReadAsync()).UsedEvidence.Should().Equal(new Dictionary<HexBytes, bool> { [Evidence] = false });
        await TellAsync(_slasher, new StakeMessage.PayOwed(7, ToBeneficiary: true));
        (await LastExitCodeAsync()).Should().Be(526, "nothing came back");
    }

    private Task TellAsync(TestWallet from, StakeMessage message) => from.SendAsync(StakeContract.Send(Stake, message));

    private async Task<StakeOnChain> ReadAsync()
    {
        var account = await _chain.Client.GetAccountAsync(Stake);
        return StakeContract.Read(account.Code!, account.Data!)!;
    }

    private async Task<(Nano Staked, Nano Unbonding, uint? UnbondsAt)> BooksAsync()
    {
        var stake = await ReadAsync();
        return (stake.Staked, stake.Unbonding, stake.UnbondsAt);
    }

    private async Task<Nano> BalanceAsync(AccountAddress address) => (await _chain.Client.GetAccountAsync(address)).Balance;

    private async Task<int?> LastExitCodeAsync() => (await _chain.Client.GetTransactionsAsync(Stake, 1))[0].ExitCode;

    /// <summary>One payment of this kind came from the stake, and the payee kept it.</summary>
    private async Task IsPaidAsync(AccountAddress payee, StakePayment kind, Nano amount)
    {
        var payments = (await _chain.Client.GetTransactionsAsync(payee, 20))
            .Where(step => step.In!.Source == Stake && StakeContract.PaymentOf(step.In.Body) == kind).ToList();
        payments.Should().ContainSingle().Which.In!.Value.Should().BeGreaterThanOrEqualTo(amount);
        payments[0].Out.Should().BeEmpty();
    }
}
