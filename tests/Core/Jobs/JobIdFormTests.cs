using System.Text.Json;
using Cocoon.Core.Jobs;

namespace Cocoon.Core.Tests.Jobs;

public sealed class JobIdFormTests
{
    [Fact]
    public void Every_bit_is_in_the_text()
    {
        var id = JobId.New(DateTimeOffset.FromUnixTimeMilliseconds(0x0102_0304_0506), [0xff, 1, 2, 3, 4, 5, 6, 7, 8, 0xfe]);

        id.ToString().Should().Be("01081G8186ZW0G40R40M30E27Y");
        JobId.FromIdempotencyKey("a", "key").ToString().Should().Be("70APJ9CG0ZMD1KHS3408GQHHNA", "a retry after an upgrade finds its job");
    }

    [Fact]
    public void The_highest_id_is_read_and_what_is_above_is_not()
    {
        JobId.TryParse("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", out var id).Should().BeTrue();
        id.ToString().Should().Be("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
        JobId.TryParse("8ZZZZZZZZZZZZZZZZZZZZZZZZZ", out id).Should().BeFalse();
        id.ToString().Should().Be("(no job)");
    }

    [Fact]
    public void A_ulid_has_ten_random_bytes_and_a_key_has_letters()
    {
        var making = () => JobId.New(Samples.Now, new byte[9]);
        var nobody = () => JobId.FromIdempotencyKey("", "key");
        var nothing = () => JobId.FromIdempotencyKey("a", "");

        making.Should().Throw<ArgumentException>();
        nobody.Should().Throw<ArgumentException>();
        nothing.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Ids_are_ordered()
    {
        var (a, b, same) = (Samples.Job(1), Samples.Job(2), Samples.Job(1));

        (a <= b, a < b, a >= b, a > b).Should().Be((true, true, false, false));
        (b <= a, b < a, b >= a, b > a).Should().Be((false, false, true, true));
        (a <= same, a < same, a >= same, a > same).Should().Be((true, false, true, false));
    }

    [Fact]
    public void Ids_are_json_values_and_keys()
    {
        var map = new Dictionary<JobId, JobId> { [Samples.Job(1)] = Samples.Job(2) };
        var broken = () => JsonSerializer.Deserialize<JobId>("\"1\"");

        JsonSerializer.Deserialize<Dictionary<JobId, JobId>>(JsonSerializer.Serialize(map)).Should().Equal(map);
        broken.Should().Throw<JsonException>();
    }
}
