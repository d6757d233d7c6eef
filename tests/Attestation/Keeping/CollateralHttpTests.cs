using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Collateral.Http;
using Cocoon.Ton.Tests.Client;
using static Cocoon.Attestation.Tests.Keeping.FakeVendor;

namespace Cocoon.Attestation.Tests.Keeping;

public sealed class CollateralHttpTests
{
    private static readonly CollateralNeed QeIdentity = new(new CollateralKey(CollateralKind.TdxQeIdentity, ""));

    private readonly EagerTime _time = new() { Endless = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task What_may_pass_is_tried_again_with_growing_waits()
    {
        var (source, vendor) = Intel(CannotBeReached(), Fails(503), Says("{}"));
        (await source.Get(QeIdentity, default))!.Body.Length.Should().Be(2);
        vendor.Requests.Should().HaveCount(3);
        _time.Waits.Should().HaveCount(2);
        _time.Waits[0].TotalMilliseconds.Should().BeInRange(250, 500);
        _time.Waits[1].TotalMilliseconds.Should().BeInRange(500, 1000);
    }

    [Fact]
    public async Task The_third_failure_is_final()
    {
        var (source, vendor) = Intel(Fails(500), Fails(500), Fails(500));
        await Fail(source, "Intel PCS answered 500 at https://api.trustedservices.intel.com/tdx/certification/v4/qe/identity. Try again later, or configure a second source.");
        vendor.Requests.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_service_that_asks_for_time_gets_it_up_to_a_limit()
    {
        var (source, _) = Intel(Fails(429, "11"), Says("{}"));
        await source.Get(QeIdentity, default);
        _time.Waits.Should().Equal(TimeSpan.FromSeconds(11));
        var (busy, vendor) = Intel(Fails(429, "3600"));
        await Fail(busy, "*answered 429*put a caching service before it.");
        vendor.Requests.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(302)]
    public async Task Refusals_and_redirects_are_not_tried_again(int status)
    {
        var (source, vendor) = Intel(Fails(status));
        await Fail(source, $"Intel PCS answered {status}*");
        vendor.Requests.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task What_is_not_there_is_no_failure(int status) => (await Intel(Fails(status)).Source.Get(QeIdentity, default)).Should().BeNull();

    [Fact]
    public async Task Answers_are_bounded()
    {
        var (source, vendor) = Intel(Says(new byte[(1 << 20) + 1]));
        await Fail(source, "*more than 1048576 bytes*");
        vendor.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_silent_service_is_given_up()
    {
        var time = new EagerTime();
        var vendor = new FakeVendor(IsSilent(), IsSilent(), IsSilent());
        await Fail(new IntelCollateral(Http(vendor, time), IntelCollateral.Intel), "Intel PCS did not answer within 00:00:10*");
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so()
    {
        using var gone = new CancellationTokenSource();
        var (source, _) = Intel(IsSilent());
        var asking = source.Get(QeIdentity, gone.Token);
        await gone.CancelAsync();
        await asking.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("ftp://pccs.example/")]
    [InlineData("https://pccs.example/x")]
    [InlineData("https://user:secret@pccs.example/")]
    [InlineData("https://pccs.example/?a=b")]
    public void Addresses_that_are_no_base_are_refused_without_repeating_them(string address) =>
        FluentActions.Invoking(() => new IntelCollateral(Http(new FakeVendor(), _time), new Uri(address))).Should().Throw<ArgumentException>()
            .WithMessage("Collateral:Intel must be an http(s) address that ends with a slash*").Which.Message.Should().NotContain("secret");

    [Fact]
    public void Options_out_of_range_are_named() =>
        FluentActions.Invoking(() => new CollateralHttp(new HttpClient(), new CollateralHttpOptions { Attempts = 0 }, _time, new Random(1))).Should().Throw<ArgumentException>().WithMessage("CollateralHttp:Attempts*");

    private static CollateralHttp Http(FakeVendor vendor, TimeProvider time) => new(new HttpClient(vendor), new CollateralHttpOptions(), time, new Random(1));

    private static async Task Fail(ICollateralSource source, string message) =>
        await source.Invoking(each => each.Get(QeIdentity, default)).Should().ThrowAsync<CollateralSourceException>().WithMessage(message);

    private (IntelCollateral Source, FakeVendor Vendor) Intel(params Func<CancellationToken, Task<HttpResponseMessage>>[] answers)
    {
        var vendor = new FakeVendor(answers);
        return (new IntelCollateral(Http(vendor, _time), IntelCollateral.Intel), vendor);
    }
}
