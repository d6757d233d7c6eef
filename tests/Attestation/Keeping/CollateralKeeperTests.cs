using System.Text;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Tests.Tdx.Authority;

namespace Cocoon.Attestation.Tests.Keeping;

public sealed class CollateralKeeperTests : IDisposable
{
    private static readonly CollateralKey TcbInfo = new(CollateralKind.TdxTcbInfo, "90c06f000000");
    private static readonly CollateralKey RootCrl = new(CollateralKind.IntelRootCrl, "");
    private static readonly DateTimeOffset Issued = new(2026, 5, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset HalfLife = Issued.AddDays(15);

    private readonly IntelLikeAuthority _authority = new();
    private readonly ManualTime _time = new(IntelLikeAuthority.Now);
    private readonly FakeSource _first = new("first");
    private readonly FakeSource _second = new("second");
    private readonly RecordedLog<CollateralKeeper> _log = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_document_is_fetched_once_and_served_until_half_of_its_life()
    {
        _first.Put(Collateral());
        using var keeper = Keeper();

        var found = await keeper.For(FixedNeeds.Bundle(TcbInfo, RootCrl), _time.GetUtcNow());
        found.Items.Select(item => item.Key).Should().Equal(TcbInfo, RootCrl);
        (await keeper.For(FixedNeeds.Bundle(TcbInfo, RootCrl), _time.GetUtcNow())).Hash.Should().Be(found.Hash);

        _first.Asked.Should().HaveCount(2);
        _second.Asked.Should().BeEmpty();
        keeper.Version.Should().Be(2);
    }

    [Fact]
    public async Task At_half_life_the_last_good_one_is_served_while_a_newer_one_is_fetched()
    {
        _first.Put(Collateral());
        using var keeper = Keeper();
        List<CollateralKey> changed = [];
        var before = await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow());
        keeper.Changed += key => changed.Add(key);
        var newer = Collateral(number: 19, issued: HalfLife);
        var gate = new TaskCompletionSource();
        _first.Gate = gate.Task;
        _first.Put(newer);

        _time.AdvanceTo(HalfLife - TimeSpan.FromSeconds(1));
        await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow());
        _first.Asked.Should().HaveCount(1, "half of its life is not over");
        _time.AdvanceTo(HalfLife);
        (await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow())).Hash.Should().Be(before.Hash, "nobody waits for a refresh");
        _first.Asked.Should().HaveCount(2);
        gate.SetResult();
        await keeper.RefreshDue();

        (await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow())).Find(TcbInfo.Kind, TcbInfo.Id)!.Hash.Should().Be(newer.Find(TcbInfo.Kind, TcbInfo.Id)!.Hash);
        changed.Should().Equal(TcbInfo);
        keeper.Version.Should().Be(2);
    }

    [Fact]
    public async Task The_last_good_one_is_kept_when_sources_fail_and_even_when_it_has_ended()
    {
        _first.Put(Collateral());
        using var keeper = Keeper();
        var before = await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow());
        _first.Failure = new CollateralSourceException("It is down. Wait.");

        foreach (var at in (DateTimeOffset[])[HalfLife, Issued.AddDays(30), Issued.AddDays(60)])
        {
            _time.AdvanceTo(at);
            (await keeper.For(FixedNeeds.Bundle(TcbInfo), at)).Hash.Should().Be(before.Hash);
        }
        _log.Lines.Should().Contain(line => line.Contains("first gave no TdxTcbInfo 90c06f000000: It is down. Wait.")).And.Contain(line => line.StartsWith("No source has a newer"));
    }

    [Fact]
    public async Task After_a_failed_refresh_sources_are_left_alone_for_a_while()
    {
        _first.Put(Collateral());
        using var keeper = Keeper();
        await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow());
        _first.Failure = new CollateralSourceException("down");
        _time.AdvanceTo(HalfLife);

        for (var i = 0; i < 10; i++) await keeper.For(FixedNeeds.Bundle(TcbInfo), HalfLife);
        _first.Asked.Should().HaveCount(2);
        _time.Advance(TimeSpan.FromMinutes(1));
        await keeper.For(FixedNeeds.Bundle(TcbInfo), HalfLife);
        _first.Asked.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(17, 25, "TcbInfoRollback")]
    [InlineData(18, 19, "TcbInfoRollback")]
    public async Task Case_31_an_older_evaluation_or_an_earlier_issue_does_not_replace_the_newer(int number, int day, string failure)
    {
        _first.Put(Collateral());
        using var keeper = Keeper();
        var before = await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow());
        _first.Put(Collateral(number, new DateTimeOffset(2026, 5, day, 0, 0, 0, TimeSpan.Zero)));
        _time.AdvanceTo(HalfLife);

        await keeper.RefreshDue();

        (await keeper.For(FixedNeeds.Bundle(TcbInfo), HalfLife)).Hash.Should().Be(before.Hash);
        _log.Lines.Should().ContainSingle(line => line.StartsWith($"{failure}: first gave TdxTcbInfo 90c06f000000 number {number} of"));
        keeper.Version.Should().Be(1);
    }

    [Fact]
    public async Task Case_27_an_older_list_does_not_replace_the_newer_and_the_next_source_is_asked()
    {
        _first.Put(RootCrl.Kind, "", IntelLikeAuthority.Crl(_authority.Root, number: 5));
        using var keeper = Keeper();
        await keeper.For(FixedNeeds.Bundle(RootCrl), _time.GetUtcNow());
        var newest = IntelLikeAuthority.Crl(_authority.Root, number: 6);
        _first.Put(RootCrl.Kind, "", IntelLikeAuthority.Crl(_authority.Root, number: 4));
        _second.Put(RootCrl.Kind, "", newest);
        _time.Advance(TimeSpan.FromDays(40));

        var found = await keeper.For(FixedNeeds.Bundle(RootCrl), _time.GetUtcNow());

        found.Find(RootCrl.Kind)!.Body.ToArray().Should().Equal(newest);
        _log.Lines.Should().Contain(line => line.StartsWith("CrlRollback: first gave IntelRootCrl number 4"));
    }

    [Fact]
    public async Task Many_who_ask_at_once_cause_one_call_and_one_who_gives_up_spoils_nothing()
    {
        _first.Put(Collateral());
        var gate = new TaskCompletionSource();
        _first.Gate = gate.Task;
        using var keeper = Keeper();
        using var impatient = new CancellationTokenSource();
        var gone = keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow(), impatient.Token);
        var others = Enumerable.Range(0, 20).Select(_ => keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow())).ToArray();

        await impatient.CancelAsync();
        await gone.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();

        (await Task.WhenAll(others)).Should().OnlyContain(found => found.Find(TcbInfo.Kind, TcbInfo.Id) != null);
        _first.Asked.Should().HaveCount(1);
    }

    [Fact]
    public async Task What_nobody_has_is_asked_for_again_after_seconds()
    {
        using var keeper = Keeper();
        for (var i = 0; i < 5; i++) (await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow())).Items.Should().BeEmpty();
        _first.Asked.Should().HaveCount(1);
        _first.Put(Collateral());

        _time.Advance(TimeSpan.FromSeconds(5));

        (await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow())).Items.Should().HaveCount(1);
    }

    [Fact]
    public async Task Made_up_documents_neither_pile_up_nor_push_real_ones_out()
    {
        _first.Put(Collateral());
        using var keeper = Keeper(new CollateralOptions { Capacity = 16 });
        await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow());

        for (var i = 0; i < 1000; i++) await keeper.For(FixedNeeds.Bundle(new CollateralKey(CollateralKind.TdxTcbInfo, $"{i:x12}")), _time.GetUtcNow());

        (keeper.Count, keeper.Absent).Should().Be((1, 16));
        _first.Failure = new CollateralSourceException("down");
        (await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow())).Items.Should().HaveCount(1);
    }

    [Fact]
    public async Task The_document_used_longest_ago_goes_first()
    {
        for (var i = 0; i < 17; i++) _first.Put(CollateralKind.JsonWebKeys, $"issuer {i}", KeySet(i));
        using var keeper = Keeper(new CollateralOptions { Capacity = 16 });
        for (var i = 0; i < 17; i++)
        {
            await keeper.For(FixedNeeds.Bundle(new CollateralKey(CollateralKind.JsonWebKeys, $"issuer {i}")), _time.GetUtcNow());
            await keeper.For(FixedNeeds.Bundle(new CollateralKey(CollateralKind.JsonWebKeys, "issuer 0")), _time.GetUtcNow());
        }

        keeper.Count.Should().Be(16);
        _first.Asked.Clear();
        await keeper.For(FixedNeeds.Bundle(new CollateralKey(CollateralKind.JsonWebKeys, "issuer 0"), new CollateralKey(CollateralKind.JsonWebKeys, "issuer 1")), _time.GetUtcNow());
        _first.Asked.Should().Equal(new CollateralKey(CollateralKind.JsonWebKeys, "issuer 1"));
    }

    [Fact]
    public async Task An_error_page_is_no_document_and_the_next_source_is_asked()
    {
        _first.Put(TcbInfo.Kind, TcbInfo.Id, "<html>please log in</html>"u8.ToArray());
        _second.Put(Collateral());
        using var keeper = Keeper();

        (await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow())).Items.Should().HaveCount(1);
        _log.Lines.Should().ContainSingle(line => line.StartsWith("What first gave as TdxTcbInfo 90c06f000000 is no such document"));
    }

    [Fact]
    public async Task TCB_info_of_another_platform_is_not_taken()
    {
        _first.Put(TcbInfo.Kind, "00806f000000", Collateral().Find(TcbInfo.Kind, TcbInfo.Id)!.Body);
        using var keeper = Keeper();
        (await keeper.For(FixedNeeds.Bundle(new CollateralKey(TcbInfo.Kind, "00806f000000")), _time.GetUtcNow())).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task A_document_that_has_ended_is_better_than_none_but_not_than_one_that_counts()
    {
        _time.AdvanceTo(Issued.AddDays(40));
        _first.Put(Collateral());
        using var keeper = Keeper();
        var ended = await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow());
        ended.Items.Should().HaveCount(1, "the verdict then names what has ended");
        _second.Put(Collateral(issued: Issued.AddDays(39)));

        _time.Advance(TimeSpan.FromMinutes(1));
        (await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow())).Hash.Should().NotBe(ended.Hash);
    }

    [Fact]
    public async Task A_silent_source_is_given_up_after_the_time_limit()
    {
        _first.Gate = new TaskCompletionSource().Task;
        using var keeper = Keeper();
        var asking = keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow());
        asking.IsCompleted.Should().BeFalse();

        _time.Advance(TimeSpan.FromSeconds(30));

        (await asking).Items.Should().BeEmpty();
        _log.Lines.Should().Contain(line => line.StartsWith("first was asked for TdxTcbInfo 90c06f000000 and did not answer"));
    }

    [Fact]
    public async Task A_crowd_of_searches_is_bounded_and_what_is_beyond_counts_as_missing()
    {
        var gate = new TaskCompletionSource();
        _first.Gate = gate.Task;
        using var keeper = Keeper(new CollateralOptions { MaxFetches = 1, MaxWaiting = 2 });
        var waiting = Enumerable.Range(0, 2).Select(i => keeper.For(FixedNeeds.Bundle(new CollateralKey(TcbInfo.Kind, $"{i:x12}")), _time.GetUtcNow())).ToArray();

        (await keeper.For(FixedNeeds.Bundle(TcbInfo), _time.GetUtcNow())).Items.Should().BeEmpty();

        _first.Asked.Should().HaveCount(1, "one is fetched at a time");
        _log.Lines.Should().ContainSingle(line => line.Contains("was not looked for: 2 documents"));
        gate.SetResult();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task What_a_machine_brings_along_counts_where_nothing_else_is_at_hand_and_is_not_kept()
    {
        var own = Collateral(number: 99).Items.ToArray();
        using var keeper = Keeper();
        var served = await keeper.For(FixedNeeds.Bundle(ServedCollateral.Encode(own), TcbInfo), _time.GetUtcNow());
        served.Items.Select(item => item.Key).Should().Equal([TcbInfo], "only what is needed counts");
        keeper.Count.Should().Be(0);

        _time.Advance(TimeSpan.FromSeconds(5));
        _first.Put(Collateral());
        var ours = await keeper.For(FixedNeeds.Bundle(ServedCollateral.Encode(own), TcbInfo), _time.GetUtcNow());
        ours.Hash.Should().NotBe(served.Hash);
    }

    [Theory]
    [InlineData("Capacity", 1)]
    [InlineData("MaxFetches", 0)]
    public void Options_out_of_range_are_named(string name, int value)
    {
        var options = new CollateralOptions();
        typeof(CollateralOptions).GetProperty(name)!.SetValue(options, value);
        this.Invoking(_ => Keeper(options)).Should().Throw<ArgumentException>().WithMessage($"Collateral:{name}*");
    }

    private CollateralKeeper Keeper(CollateralOptions? options = null) => new([_first, _second], [new FixedNeeds()], options ?? new CollateralOptions { LongestAge = TimeSpan.FromDays(30) }, _time, _log);

    private CollateralSnapshot Collateral(int number = 18, DateTimeOffset? issued = null) => new CollateralBuilder(_authority)
    {
        TcbInfo = info =>
        {
            info["tcbEvaluationDataNumber"] = number;
            info["issueDate"] = $"{issued ?? Issued:yyyy-MM-ddTHH:mm:ssZ}";
            info["nextUpdate"] = $"{(issued ?? Issued).AddDays(30):yyyy-MM-ddTHH:mm:ssZ}";
        },
    }.Build();

    private static byte[] KeySet(int number) => Encoding.UTF8.GetBytes(
        $$"""{"keys":[{"kty":"EC","crv":"P-256","kid":"{{number}}","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY","y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}]}""");
}
