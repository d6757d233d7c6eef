using Cocoon.LocalRuntime.Tests.Hosting;
using Cocoon.LocalRuntime.Tests.Storage;
using Cocoon.Storage;

namespace Cocoon.LocalRuntime.Tests.Reminders;

public sealed class ReminderTests(SharedHost shared) : ConformanceTests(shared)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_reminder_comes_again_and_again_and_wakes_the_grain()
    {
        var grain = Grain<IReminderGrain>();
        await grain.Register("r", TimeSpan.Zero, Period);
        await Phases.Wait($"{Key}/r/1");
        await grain.End();

        await Phases.Wait($"{Key}/r/3");

        Journal.Read(Key).Should().OnlyContain(entry => entry == $"r every {Period} late False");
    }

    [Fact]
    public async Task A_reminder_brings_a_grain_back_that_has_ended()
    {
        var grain = Grain<IReminderGrain>();
        var first = await grain.Activation();
        await grain.Register("r", Period, Period);
        await grain.End();

        await Phases.Wait($"{Key}/r/1");

        Journal.Read($"{Key}/activations")[0].Should().NotBe(first).And.Be(await grain.Activation());
    }

    [Fact]
    public async Task A_reminder_whose_receipt_failed_comes_again()
    {
        await Grain<IReminderGrain>().Register("bad", TimeSpan.Zero, Period);

        await Phases.Wait($"{Key}/bad/3");
    }

    [Fact]
    public async Task Reminders_are_listed_and_go_when_unregistered()
    {
        var grain = Grain<IReminderGrain>();
        await grain.Register("b", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await grain.Register("a", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        (await grain.Names()).Should().Equal("a", "b");

        await grain.Unregister("a");

        (await grain.Names()).Should().Equal("b");
    }

    [Fact]
    public async Task A_period_below_the_minimum_is_refused()
    {
        var register = () => Grain<IReminderGrain>().Register("fast", TimeSpan.Zero, TimeSpan.FromMilliseconds(1));

        await register.Should().ThrowAsync<ArgumentException>().WithMessage("*minimum*");
    }

    [Fact]
    public async Task A_grain_that_cannot_receive_reminders_cannot_register_them()
    {
        var register = () => Grain<IForgetfulGrain>().Register();

        await register.Should().ThrowAsync<InvalidOperationException>().WithMessage("*IRemindable*");
    }

    [Fact]
    public async Task A_stored_reminder_survives_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await Start())
            await first.Grains.GetGrain<IReminderGrain>(Key).Register("r", TimeSpan.FromMilliseconds(300), Period);

        await using var second = await Start();

        await Phases.Wait($"{Key}/r/1");

        Task<TestHost> Start() => TestHost.Start(silo => silo.UseSqliteStore(options => options.Path = folder.File("store.db")).UseSqliteReminders());
    }
}
