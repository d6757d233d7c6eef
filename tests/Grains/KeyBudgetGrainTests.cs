using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Grains.Accounts;

namespace Cocoon.Grains.Tests;

/// <summary>Keys with limits, on the real grain.</summary>
[Collection(GrainCollection.Name)]
public sealed class KeyBudgetGrainTests(GrainHost host)
{
    private static readonly HexBytes Secret = GrainHost.Bytes(1);

    [Fact]
    public async Task A_thousand_requests_at_once_never_spend_a_nano_too_much()
    {
        var account = await Account(101, new KeyScope { DailySpend = new Nano(10_000) });

        // Each may cost 100 and costs 93: of those that come while others run, many are refused, and none is let through too much.
        var charges = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(async number =>
        {
            var request = Request(100);
            if ((await account.Admit(Secret, request)).Refusal is { } refusal)
            {
                refusal.Code.Should().Be(RefusalCode.BudgetExhausted);
                return 0;
            }
            if (number % 2 == 0) await account.Admit(Secret, request);
            await account.Settle("key", request.Job, new Nano(93));
            if (number % 3 == 0) await account.Settle("key", request.Job, new Nano(93));
            return 93L;
        }));

        var view = (await account.KeyViews()).Single();
        (view.SpentToday!.Value.Value, view.HeldToday!.Value.Value).Should().Be((charges.Sum(), 0));
        charges.Sum().Should().BeInRange(9_300, 10_000);
    }

    [Fact]
    public async Task A_job_that_nobody_settled_is_asked_what_it_cost()
    {
        var account = await Account(102, new KeyScope { DailySpend = new Nano(1_000) });
        var channel = await host.OpenChannel(10_000);
        var receipt = (await host.Earn(channel)).Receipt;

        // One that ran and whose gateway died, one that never started, and one that is still under way.
        await account.Admit(Secret, new AdmitRequest(receipt.Job, new Nano(500), 1, DateTimeOffset.UtcNow - KeyBudget.Grace));
        await account.Admit(Secret, new AdmitRequest(host.NewJob(), new Nano(200), 1, DateTimeOffset.UtcNow - KeyBudget.Grace));
        await account.Admit(Secret, Request(100));
        (await account.Admit(Secret, Request(850))).Refusal.Should().BeNull("what did not run is free again");

        var view = (await account.KeyViews()).Single();
        (view.SpentToday, view.HeldToday).Should().Be((receipt.Charge, new Nano(950)));
    }

    [Fact]
    public async Task A_grain_that_loses_its_memory_keeps_what_was_set_aside()
    {
        var account = await Account(104, new KeyScope { DailySpend = new Nano(100) });
        host.Amnesia.After(GrainHost.Address(104).Raw, nameof(IClientAccountGrain.Admit));
        host.Amnesia.After(GrainHost.Address(104).Raw, nameof(IClientAccountGrain.Settle));
        var request = Request(60);

        (await account.Admit(Secret, request)).Refusal.Should().BeNull();
        (await account.Admit(Secret, Request(41))).Refusal!.Code.Should().Be(RefusalCode.BudgetExhausted);
        await account.Settle("key", request.Job, new Nano(50));
        (await account.Admit(Secret, Request(51))).Refusal!.Code.Should().Be(RefusalCode.BudgetExhausted);
        (await account.Admit(Secret, Request(50))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task Limits_by_the_minute_write_nothing_and_an_old_gateway_cannot_pass_them_over()
    {
        var account = await Account(103, new KeyScope { RequestsPerMinute = 1 });

        (await account.Admit(Secret, Request(1))).Requests.Should().BeEquivalentTo(new { Limit = 1, Remaining = 0 });
        (await account.Admit(Secret, Request(1))).Refusal!.Code.Should().Be(RefusalCode.RateLimited);
        (await account.KeyViews()).Single().SpentToday.Should().BeNull();
        (await FluentActions.Awaiting(() => account.ChannelsOf(Secret)).Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.CallNotAllowed);
    }

    private async Task<IClientAccountGrain> Account(byte number, KeyScope scope)
    {
        var account = host.Grains.Account(GrainHost.Address(number));
        await account.CreateKey("key", "test", Secret, scope);
        return account;
    }

    private AdmitRequest Request(long cost) => new(host.NewJob(), new Nano(cost), 1, DateTimeOffset.UtcNow.AddMinutes(1));
}
