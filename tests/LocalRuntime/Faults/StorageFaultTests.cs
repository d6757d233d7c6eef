using Cocoon.LocalRuntime.Tests.Hosting;
using Orleans.Storage;

namespace Cocoon.LocalRuntime.Tests.Faults;

public sealed class StorageFaultTests(SharedHost shared) : ConformanceTests(shared)
{
    private const string FromStorage = "OrleansException of IOException";

    private IVaultGrain Vault => Grain<IVaultGrain>();

    [Fact]
    public async Task A_failed_write_leaves_the_etag_and_a_later_write_succeeds()
    {
        var before = await Vault.Add(1);
        StorageFaults.Order(Key, "write", StorageFault.Refused);

        var failed = await Vault.TryAdd(10);

        failed.Should().Be(before with { Total = 11, Error = FromStorage }, "the memory is the grain's own affair");
        var after = await Vault.Add(100);
        after.Should().Be(before with { Total = 111, Etag = after.Etag });
        after.Etag.Should().NotBe(before.Etag);
    }

    [Fact]
    public async Task A_first_write_that_failed_leaves_no_record_and_a_later_one_makes_it()
    {
        StorageFaults.Order(Key, "write", StorageFault.Refused);

        var failed = await Vault.TryAdd(1);

        (failed.Etag, failed.Exists, failed.Error).Should().Be((null, false, FromStorage));
        (await Vault.Add(1)).Exists.Should().BeTrue();
    }

    [Fact]
    public async Task An_exception_of_the_storage_that_leaves_the_call_does_not_end_the_activation()
    {
        var before = await Vault.Add(1);
        StorageFaults.Order(Key, "write", StorageFault.Refused);

        var call = () => Vault.Add(10);

        (await call.Should().ThrowAsync<OrleansException>()).WithInnerException<IOException>();
        (await Vault.View()).Activation.Should().Be(before.Activation);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_makes_the_next_one_conflict_and_a_new_activation_reads_what_was_stored()
    {
        var before = await Vault.Add(1);
        StorageFaults.Order(Key, "write", StorageFault.AnswerLost);
        (await Vault.TryAdd(10)).Should().Be(before with { Total = 11, Error = FromStorage });

        var next = () => Vault.Add(100);

        await next.Should().ThrowAsync<InconsistentStateException>();
        var after = await Vault.View();
        after.Activation.Should().NotBe(before.Activation);
        after.Total.Should().Be(11, "the write whose answer was lost had taken effect, the one that conflicted had not");
        after.Etag.Should().NotBe(before.Etag);
        (await Vault.Add(1_000)).Total.Should().Be(1_011);
    }

    [Fact]
    public async Task A_first_write_whose_answer_was_lost_conflicts_with_the_record_it_made()
    {
        StorageFaults.Order(Key, "write", StorageFault.AnswerLost);
        (await Vault.TryAdd(1)).Exists.Should().BeFalse();

        var next = () => Vault.Add(10);

        await next.Should().ThrowAsync<InconsistentStateException>();
        (await Vault.View()).Total.Should().Be(1);
    }

    [Fact]
    public async Task A_conflict_that_the_grain_swallows_does_not_end_the_activation_and_reading_again_heals_it()
    {
        var before = await Vault.Add(1);
        StorageFaults.Order(Key, "write", StorageFault.AnswerLost);
        await Vault.TryAdd(10);

        var conflict = await Vault.TryAdd(100);

        conflict.Error.Should().StartWith(nameof(InconsistentStateException));
        conflict.Activation.Should().Be(before.Activation);
        var read = await Vault.TryReload();
        (read.Total, read.Activation, read.Error).Should().Be((11, before.Activation, null));
        (await Vault.Add(1_000)).Should().Match<VaultView>(view => view.Total == 1_011 && view.Activation == before.Activation);
    }

    [Fact]
    public async Task A_failed_read_leaves_what_is_in_memory()
    {
        var before = await Vault.Add(1);
        StorageFaults.Order(Key, "read", StorageFault.Refused);

        (await Vault.TryReload()).Should().Be(before with { Error = FromStorage });
    }

    [Fact]
    public async Task A_failed_read_on_activation_fails_the_call_and_the_next_call_tries_again()
    {
        StorageFaults.Order(Key, "read", StorageFault.Refused);
        var call = () => Vault.View();

        (await call.Should().ThrowAsync<Exception>()).Which.ToString().Should().Contain("The disk is gone.");

        (await Vault.View()).Total.Should().Be(0);
    }

    [Fact]
    public async Task A_failed_clear_leaves_the_record()
    {
        var before = await Vault.Add(1);
        StorageFaults.Order(Key, "clear", StorageFault.Refused);

        (await Vault.TryClear()).Should().Be(before with { Error = FromStorage });

        (await Vault.Add(10)).Total.Should().Be(11);
    }

    [Fact]
    public async Task A_clear_whose_answer_was_lost_makes_the_next_write_conflict()
    {
        await Vault.Add(1);
        StorageFaults.Order(Key, "clear", StorageFault.AnswerLost);
        (await Vault.TryClear()).Total.Should().Be(1);

        var next = () => Vault.Add(10);

        await next.Should().ThrowAsync<InconsistentStateException>();
        (await Vault.View()).Should().Match<VaultView>(view => view.Total == 0 && !view.Exists);
    }

    [Fact]
    public async Task A_call_that_timed_out_still_writes_and_its_effect_is_seen()
    {
        await Vault.Add(1);
        var call = () => Vault.AddSlowly(10);

        await call.Should().ThrowAsync<TimeoutException>();
        Phases.Reach($"{Key}/slow/out");

        (await Vault.View()).Total.Should().Be(11, "this call waited for the one that had timed out");
    }
}
