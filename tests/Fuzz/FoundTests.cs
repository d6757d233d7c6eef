using System.Text;
using Cocoon.Fuzz.Tests.Targets;

namespace Cocoon.Fuzz.Tests;

/// <summary>Inputs that once were neither read nor refused as documented.</summary>
public sealed class FoundTests
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    [Theory]
    [InlineData("state channel", """{"Unsettled":{}}""")]
    [InlineData("state channel", """{"Unsettled":{"Channel":null,"First":1,"ChargedBefore":0,"Providers":null,"Rows":[[]]}}""")]
    [InlineData("state channel", """{"Ended":[[]]}""")]
    [InlineData("state settlement", """{"Pending":{"Accounts":[],"Rows":[["01KDYAK3SE040G2081040G2081","00",0,0,1,1,1]]}}""")]
    [InlineData("state settlement", """{"Pending":{"Accounts":null,"Rows":[]}}""")]
    [InlineData("state settlement", """{"Pending":7}""")]
    [InlineData("receipt file", """{"receipt":{"receipt":{}}}""")]
    [InlineData("receipt file", "null")]
    [InlineData("tokenizer", """{"normalizer":null,"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":true},"added_tokens":[{"id":5,"content":null}],"model":{"type":"BPE","vocab":{"a":0},"merges":[]}}""")]
    [InlineData("dev keys", "null")]
    [InlineData("dev keys", """{"operator":null}""")]
    [InlineData("dev keys", """{"operator":"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz","market":"ZEROS","client":"ZEROS","voucher":"ZEROS","provider":"ZEROS","api":"ZEROS"}""")]
    [InlineData("running market", "")]
    [InlineData("running market", """{"Gateway":"tp:","Chain":"hp:"}""")]
    [InlineData("recorded answers", "[{}]")]
    [InlineData("recorded answers", "[null]")]
    [InlineData("weights", "\u0011\0\0\0\0\0\0\0{\"a\":0.5,\"b\":[]}  ")]
    [InlineData("weights", "\u001f\0\0\0\0\0\0\0{\"a\":{\"\\ud800\":[],\"dtype\":0}}    ")]
    [InlineData("ton node", """{"ok":false,"error":"\ud800"}""")]
    [InlineData("answer event", "")]
    [InlineData("answer event", """{"choices":[],"cocoon":{"job_id":"","tier":"","receipt":{},"salt":"zz"}}""")]
    [InlineData("answer stream", "data: {\"choices\":null}\n\n")]
    public void It_is_read_or_refused_now(string name, string input)
    {
        using var target = FuzzTargets.All[name]();
        try
        {
            target.Read(Encoding.UTF8.GetBytes(input.Replace("ZEROS", Zeros, StringComparison.Ordinal)));
        }
        catch (Exception exception)
        {
            target.IsRefusal(exception).Should().BeTrue("it threw {0}", exception);
        }
    }
}
