using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Answers;
using Cocoon.Core.Crypto;
using Cocoon.Grains.Answers;

namespace Cocoon.Grains.Tests;

[Collection(GrainCollection.Name)]
public sealed class AnswerGrainTests(GrainHost host)
{
    private const string Text = "The bird sings at Zanzibar";

    private static readonly ApiKey Key = ApiKey.New(GrainHost.Address(1), new SystemEntropy());

    private static DateTimeOffset Hour => DateTimeOffset.UtcNow.AddHours(1);

    [Fact]
    public async Task A_stored_answer_is_its_owner_s_alone_and_no_word_of_it_is_on_disk()
    {
        var (id, answer) = New();
        var opened = Array.Empty<byte>();
        var (leaks, heard) = await host.Tap.Listen("Zanzibar", async () =>
        {
            await answer.Store(Key.Account, Sealed(id), Hour);
            AnswerSeal.TryOpen(Key, id, (await answer.Find(Key.Account))!.Sealed, out opened).Should().BeTrue();
        });

        (leaks.Count, heard > 0).Should().Be((0, true), "calls, logs and metrics carry ciphertext alone");
        Encoding.UTF8.GetString(opened).Should().Be(Text);
        (await answer.Find(GrainHost.Address(2))).Should().BeNull();
        (await answer.Delete(GrainHost.Address(2))).Should().BeFalse();
        (await answer.Cancel(GrainHost.Address(2))).Should().BeFalse();
        await answer.Invoking(taken => taken.Store(GrainHost.Address(2), Sealed(id), Hour)).Should().ThrowAsync<RefusedException>();
        host.StoredBytes().Should().Contain(file => Has(file, id), "the record is on disk");
        host.StoredBytes().Should().NotContain(file => Has(file, "Zanzibar"));
    }

    [Fact]
    public async Task An_answer_in_progress_is_completed_unless_it_was_deleted()
    {
        var (id, answer) = New();
        await answer.Store(Key.Account, [1], Hour);

        (await answer.IsWanted(Key.Account)).Should().BeTrue();
        (await answer.Cancel(Key.Account)).Should().BeTrue();
        (await answer.IsWanted(Key.Account)).Should().BeFalse();
        (await answer.Complete(Key.Account, Sealed(id))).Should().BeTrue();
        (await answer.Find(Key.Account))!.IsCancelled.Should().BeTrue();
        (await answer.Delete(Key.Account)).Should().BeTrue();
        (await answer.Complete(Key.Account, Sealed(id))).Should().BeFalse();
        (await answer.Find(Key.Account)).Should().BeNull();
    }

    [Fact]
    public async Task An_answer_that_has_expired_is_gone_and_the_reminder_takes_its_record_away()
    {
        var (id, answer) = New();
        await answer.Store(Key.Account, Sealed(id), DateTimeOffset.UtcNow);

        (await answer.Find(Key.Account)).Should().BeNull();
        await answer.AsReference<IRemindable>().ReceiveReminder("expiry", new TickStatus(DateTime.UtcNow, TimeSpan.FromMinutes(10), DateTime.UtcNow));
        // Free again: whoever comes next is not another one's.
        await answer.Store(GrainHost.Address(2), Sealed(id), Hour);
        await answer.AsReference<IRemindable>().ReceiveReminder("expiry", new TickStatus(DateTime.UtcNow, TimeSpan.FromMinutes(10), DateTime.UtcNow));
        (await answer.Find(GrainHost.Address(2))).Should().NotBeNull("it has not expired");
    }

    [Fact]
    public async Task A_remembered_answer_costs_no_write_and_is_there_for_retries()
    {
        var job = host.NewJob();
        var (id, replay) = (job.ToString(), host.Grains.Replay(job));

        (await replay.Remember(Key.Account, Sealed(id))).Should().BeTrue();
        (await replay.Find(Key.Account))!.ExpiresAt.Should().BeCloseTo(DateTimeOffset.UtcNow + ReplayGrain.Stay, TimeSpan.FromMinutes(1));
        (await replay.Find(GrainHost.Address(2))).Should().BeNull();
        (await replay.Remember(GrainHost.Address(2), Sealed(id))).Should().BeFalse("it is another's");
        (await replay.Remember(Key.Account, new byte[StoredAnswer.MaxBytes + 1])).Should().BeFalse("it is too large");
        host.StoredBytes().Should().NotContain(file => Has(file, id));
    }

    private (string Id, IAnswerGrain Answer) New()
    {
        var id = AnswerKeys.Response(host.NewJob());
        return (id, host.Grains.Answer(id));
    }

    private static bool Has(byte[] file, string text) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;

    private static byte[] Sealed(string id) => AnswerSeal.Seal(Key, id, Encoding.UTF8.GetBytes(Text), new SystemEntropy());
}
