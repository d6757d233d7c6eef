using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Market;

public sealed class FairQueueTests
{
    private static readonly DateTimeOffset Late = Samples.Now.AddHours(1);

    [Fact]
    public void Accounts_that_wait_are_served_in_turns_whatever_each_puts_in() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 99).ListOf()), commands =>
        {
            var queue = new FairQueue<int>(200, 100);
            var waiting = new int[4];
            var served = new int[4, 4];
            foreach (var command in commands)
            {
                var account = command % 4;
                if (command < 60)
                {
                    // Accounts 0 and 1 flood.
                    for (var more = account < 2 ? 5 : 1; more > 0; more--)
                        if (queue.TryAdd(Account(account), command % 3, Late, account) is not null && waiting[account]++ == 0)
                            for (var other = 0; other < 4; other++) served[account, other] = served[other, account] = 0;
                }
                else if (queue.TryTake(Samples.Now, static _ => true, out var taken))
                {
                    waiting[taken.Item]--;
                    for (var other = 0; other < 4; other++)
                    {
                        // How often an account was served while the other one waited all the time.
                        if (other == taken.Item || waiting[other] == 0) continue;
                        if (++served[taken.Item, other] - served[other, taken.Item] > 2) return false;
                    }
                }
                if (queue.Count != waiting.Sum()) return false;
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_flood_of_one_account_delays_another_by_one_turn()
    {
        var queue = new FairQueue<string>(1_000, 1_000);
        for (var flood = 0; flood < 500; flood++) queue.TryAdd(Account(1), 9, Late, "flood");
        for (var turn = 0; turn < 100; turn++) Take(queue).Should().Be("flood");

        queue.TryAdd(Account(2), 0, Late, "one");
        var order = new[] { Take(queue), Take(queue) };
        order.Should().Contain("one");

        // Coming again at once, it takes turns with the flood and no more.
        var again = 0;
        for (var turn = 0; turn < 100; turn++)
        {
            queue.TryAdd(Account(2), 0, Late, "one");
            if (Take(queue) == "one") again++;
        }
        again.Should().BeInRange(49, 51);
    }

    [Fact]
    public void Within_an_account_priority_comes_before_deadline_and_deadline_before_order()
    {
        var queue = new FairQueue<string>(10, 10);
        queue.TryAdd(Account(1), 0, Late, "third");
        queue.TryAdd(Account(1), 0, Late, "fourth");
        queue.TryAdd(Account(1), 0, Samples.Now.AddMinutes(1), "second");
        queue.TryAdd(Account(1), 1, Late, "first");

        new[] { Take(queue), Take(queue), Take(queue), Take(queue) }.Should().Equal("first", "second", "third", "fourth");
    }

    [Fact]
    public void What_does_not_suit_or_was_put_back_keeps_its_turn_and_what_is_late_leaves()
    {
        var queue = new FairQueue<string>(10, 10);
        queue.TryAdd(Account(1), 0, Late, "picky");
        queue.TryAdd(Account(2), 0, Late, "easy");
        queue.TryAdd(Account(3), 0, Samples.Now, "late");

        queue.TryTake(Samples.Now, static item => item != "picky", out var easy).Should().BeTrue();
        easy!.Item.Should().Be("easy", "what is late is not served");
        queue.PutBack(easy);
        queue.TryTake(Samples.Now, static item => item == "nothing", out _).Should().BeFalse();
        Take(queue).Should().Be("picky");
        queue.Expire(Samples.Now).Select(static ticket => ticket.Item).Should().Equal("late");
        queue.Remove(easy).Should().BeTrue();
        queue.Remove(easy).Should().BeFalse();
        queue.Count.Should().Be(0);
    }

    [Fact]
    public void Places_are_bounded_for_each_account_and_in_all()
    {
        var queue = new FairQueue<int>(5, 3);
        for (var number = 0; number < 3; number++) queue.TryAdd(Account(1), 0, Late, number).Should().NotBeNull();
        queue.TryAdd(Account(1), 0, Late, 3).Should().BeNull("the account has its share");
        queue.TryAdd(Account(2), 0, Late, 0).Should().NotBeNull();
        queue.TryAdd(Account(2), 0, Late, 1).Should().NotBeNull();
        queue.TryAdd(Account(3), 0, Late, 0).Should().BeNull("the queue is full");
    }

    [Fact]
    public void Rates_and_quantiles_are_those_of_late()
    {
        var rate = new DecayedRate(TimeSpan.FromSeconds(10));
        for (var second = 0; second < 120; second++) rate.Add(5, Samples.Now.AddSeconds(second));
        rate.PerSecond(Samples.Now.AddSeconds(119)).Should().BeApproximately(5, 0.3);
        rate.PerSecond(Samples.Now.AddSeconds(129)).Should().BeApproximately(2.5, 0.2);

        var histogram = new LatencyHistogram();
        for (var milliseconds = 1; milliseconds < LatencyHistogram.LeastCount; milliseconds++) histogram.Add(TimeSpan.FromMilliseconds(100));
        histogram.Quantile(0.95).Should().BeNull("so few say nothing");
        for (var count = 0; count < 5_000; count++) histogram.Add(TimeSpan.FromMilliseconds(count % 100 < 94 ? 200 : 3_000));
        histogram.Quantile(0.5)!.Value.TotalMilliseconds.Should().BeInRange(200, 250);
        histogram.Quantile(0.95)!.Value.TotalMilliseconds.Should().BeInRange(3_000, 3_750);
    }

    private static AccountAddress Account(int number) => Samples.Account((byte)(number + 1));

    private static string Take(FairQueue<string> queue) => queue.TryTake(Samples.Now, static _ => true, out var taken) ? taken.Item : "nobody";
}
