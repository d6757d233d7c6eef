using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cocoon.Core.Crypto;
using Cocoon.Sealing.Hpke;

namespace Cocoon.Sealing.Tests.Hpke;

public sealed class RecipientKeysTests : IDisposable
{
    private const int Capacity = 3;

    private readonly P256Key[] _machines = [.. Enumerable.Range(0, 8).Select(_ => DhKem.DeriveKey(RandomNumberGenerator.GetBytes(32)))];
    private readonly RecipientKeys _keys = new(Capacity);

    public void Dispose()
    {
        foreach (var machine in _machines) machine.Dispose();
    }

    [Fact]
    public void A_key_is_taken_in_once()
    {
        var first = Get(0);

        Get(1).Should().NotBeSameAs(first);
        Get(0).Should().BeSameAs(first);
    }

    [Fact]
    public void The_key_used_longest_ago_goes_and_still_agrees()
    {
        var (oldest, used) = (Get(0), Get(1));
        Get(2);
        Get(1);
        Get(3);
        Get(4);

        _keys.Count.Should().Be(Capacity);
        Get(1).Should().BeSameAs(used);
        Get(0).Should().NotBeSameAs(oldest);
        Secret(_machines[5], oldest).Should().Equal(Secret(_machines[5], Get(0)));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(66)]
    public void What_is_no_point_is_refused_each_time_and_not_kept(int bytes)
    {
        byte[] bad = [4, .. new byte[bytes - 1]];
        for (var i = 0; i < 2; i++) _keys.TryGet(bad, out _).Should().BeFalse();

        _keys.Count.Should().Be(0);
    }

    [Fact]
    public void Many_threads_that_seal_to_more_machines_than_are_kept_agree_with_each()
    {
        var failed = new ConcurrentQueue<int>();

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var machine = _machines[i % _machines.Length];
            using var ephemeral = DhKem.DeriveKey(RandomNumberGenerator.GetBytes(32));
            _keys.TryGet(machine.PublicKey, out var key);
            using var back = Import(ephemeral);
            if (!Secret(ephemeral, key!).SequenceEqual(Secret(machine, back))) failed.Enqueue(i);
        });

        failed.Should().BeEmpty();
        _keys.Count.Should().Be(Capacity);
    }

    [Fact]
    public void Many_threads_seal_to_one_machine_at_once()
    {
        using var machine = SealingKeyPair.Create(new SystemEntropy());
        var failures = new ConcurrentQueue<SealingFailure>();

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            byte[] request = [(byte)i, (byte)(i >> 8)];
            var (message, answer) = Samples.Seal(machine.PublicKey, Samples.Terms, request);
            using (answer)
            {
                if (!SealedRequest.TryOpen(machine, Samples.Terms, message, out var opened, out var failure)) failures.Enqueue(failure);
                using (opened) opened?.Plaintext.ToArray().Should().Equal(request);
            }
        });

        failures.Should().BeEmpty();
    }

    private static ECDiffieHellmanPublicKey Import(P256Key key)
    {
        P256Point.TryRead(key.PublicKey, out var point).Should().BeTrue();
        return P256Key.Import(point);
    }

    private static byte[] Secret(P256Key own, ECDiffieHellmanPublicKey peer)
    {
        var secret = new byte[P256Key.SecretBytes];
        own.Agree(peer, secret);
        return secret;
    }

    private ECDiffieHellmanPublicKey Get(int machine)
    {
        _keys.TryGet(_machines[machine].PublicKey, out var key).Should().BeTrue();
        return key!;
    }
}
