using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Grains.Audits;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>How long, and how much, an enclave keeps in clear.</summary>
public sealed class ServedRecordsTests
{
    [Fact]
    public void Records_are_zeroed_when_their_time_is_over_or_their_place_is_needed()
    {
        using var kept = new ServedRecords();
        var (now, bytes) = (TimeProvider.System.GetUtcNow(), Filled(100));
        kept.Add(new ServedRecord(Lease(1), default, bytes, now.AddMinutes(1)), TimeProvider.System);

        kept.Find(Lease(1).Job, now)!.Value.Bytes.Should().Equal(Filled(100));
        kept.Find(Lease(1).Job, now.AddMinutes(1)).Should().BeNull();
        bytes.Should().OnlyContain(value => value == 0);

        var (old, large) = (Filled(100), Filled(ServedRecords.MaxBytes - 50));
        kept.Add(new ServedRecord(Lease(2), default, old, now.AddMinutes(5)), TimeProvider.System);
        kept.Add(new ServedRecord(Lease(3), default, large, now.AddMinutes(5)), TimeProvider.System);
        kept.Count.Should().Be(1, "both do not fit");
        old.Should().OnlyContain(value => value == 0);
        kept.Dispose();
        large.AsSpan().IndexOfAnyExcept((byte)0).Should().Be(-1);
    }

    private static byte[] Filled(int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(7);
        return bytes;
    }

    private static Lease Lease(byte job) => new(
        JobId.New(DateTimeOffset.UnixEpoch.AddYears(50), [job, 0, 0, 0, 0, 0, 0, 0, 0, 0]), GrainHost.Address(3), GrainHost.Model, GrainHost.Bytes(4), GrainHost.Prices, 500,
        new Appraisal(Tier.Simulated, GrainHost.Bytes(5), GrainHost.Bytes(6), DateTimeOffset.MaxValue), 1, DateTimeOffset.MaxValue);
}
