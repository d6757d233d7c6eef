namespace Orleans.Runtime;

/// <summary>Anything a grain call can be sent to.</summary>
public interface IAddressable;
