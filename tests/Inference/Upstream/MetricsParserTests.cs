using System.Text;
using Cocoon.Inference.Upstream;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Inference.Tests.Upstream;

public sealed class MetricsParserTests
{
    [Theory]
    [InlineData("vllm:num_requests_running{engine=\"0\",model_name=\"a{b} 9\"} 3.0\nvllm:num_requests_running{engine=\"1\",model_name=\"a\"} 2.0\nvllm:num_requests_waiting{engine=\"0\"} 4.0\nvllm:kv_cache_usage_perc{engine=\"0\"} 0.25\nvllm:kv_cache_usage_perc{engine=\"1\"} 0.5\n", 5, 4, 0.5)]
    [InlineData("vllm:num_requests_running 1\nvllm:gpu_cache_usage_perc 0.125 1760000000000\n", 1, 0, 0.125)]
    [InlineData("# TYPE sglang:num_running_reqs gauge\nsglang:num_running_reqs{tp_rank=\"0\",pp_rank=\"0\"} 7.0\nsglang:num_running_reqs{tp_rank=\"1\",pp_rank=\"0\"} 7.0\nsglang:num_queue_reqs{tp_rank=\"0\"} 1e1\nsglang:token_usage{tp_rank=\"0\"} 0.28\n", 7, 10, 0.28)]
    [InlineData("sglang_num_running_reqs 2\r\nsglang_token_usage 0.5\r\n", 2, 0, 0.5)]
    [InlineData("# HELP llamacpp:requests_processing Number of requests processing.\nllamacpp:requests_processing 4\nllamacpp:requests_deferred 46\n", 4, 46, 0)]
    [InlineData("trtllm_num_requests_running{model_name=\"x\"} 2\ntrtllm_kv_cache_utilization{model_name=\"x\"} 0.75\n", 2, 0, 0.75)]
    [InlineData("tgi_batch_current_size 4\ntgi_queue_size 7", 4, 7, 0)]
    [InlineData("vllm:num_requests_running 1e300\nvllm:num_requests_waiting NaN\nvllm:kv_cache_usage_perc 12\n", 1_000_000, 0, 1)]
    public void The_load_is_found_by_each_servers_names(string text, int running, int waiting, double memory) =>
        MetricsParser.Parse(Encoding.UTF8.GetBytes(text)).Should().Be(new ServerLoad(running, waiting, memory));

    [Theory]
    [InlineData("")]
    [InlineData("<html>not found</html>\n")]
    [InlineData("vllm:num_requests_running\nvllm:num_requests_running{\nvllm:num_requests_waiting} 3\nvllm:num_requests_running_total 3\nvllm:num_requests_waiting -1\n")]
    public void Other_text_tells_no_load(string text) => MetricsParser.Parse(Encoding.UTF8.GetBytes(text)).Should().BeNull();

    [Fact]
    public void Any_text_is_read_to_its_end_and_no_load_is_impossible() => Prop.ForAll(
        Gen.Elements("vllm:num_requests_running", "sglang_token_usage", "{a=\"}", "{tp_rank=\"", "0\"", "}", " ", "\n", "#", "-", "7", "1e99", "\u00e9").ListOf().Select(string.Concat).ToArbitrary(),
        text => MetricsParser.Parse(Encoding.UTF8.GetBytes(text)) is null or { Running: >= 0 and <= 1_000_000, Waiting: >= 0, MemoryUsed: >= 0 and <= 1 }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
