// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// A contract of no use to anybody: one of each thing that the C# bindings have to carry.
contract Counter {
    struct Point {
        int64 x;
        uint32 y;
    }

    struct Parcel {
        uint256 id;
        address sender;
        bytes payload;
        Point[] path;
        bytes32[2] marks;
        bool sealed_;
    }

    event Incremented(address indexed by, uint128 amount, uint256 total);
    event Stored(bytes32 indexed key, string indexed label, bytes data, Point point);

    error Closed();
    error NotOwner();
    error TooMuch(uint256 asked, uint256 most);

    address public immutable owner = msg.sender;
    uint256 public immutable most;
    uint256 public total;
    bool public closed;
    mapping(bytes32 => bytes) public stored;

    constructor(uint256 start, uint256 most_) {
        total = start;
        most = most_;
    }

    function increment(uint128 amount) external payable returns (uint256) {
        if (closed) revert Closed();
        if (amount > most) revert TooMuch(amount, most);
        total += amount;
        emit Incremented(msg.sender, amount, total);
        return total;
    }

    function store(bytes32 key, string calldata label, bytes calldata data, Point calldata point) external {
        stored[key] = data;
        emit Stored(key, label, data, point);
    }

    function close() external {
        if (msg.sender != owner) revert NotOwner();
        closed = true;
    }

    function echo(Parcel calldata parcel, uint64[] calldata numbers, string calldata note)
        external
        pure
        returns (Parcel memory back, uint64[] memory numbersBack, string memory noteBack)
    {
        return (parcel, numbers, note);
    }

    function digest(bytes4 tag, Parcel calldata parcel) external pure returns (bytes32) {
        return keccak256(abi.encode(tag, parcel));
    }

    /// Costs some 22,100 gas a round.
    function fill(uint256 rounds) external {
        for (uint256 i = 0; i < rounds; ++i) {
            stored[bytes32(total + i)] = "x";
        }
    }

    function refuse(string calldata why) external pure {
        require(false, why);
    }

    function divide(uint256 a, uint256 b) external pure returns (uint256) {
        return a / b;
    }
}
