// Command franz-go is the contender that shows what a native client reaches on the same broker under the same load.
//
// Its one argument is the run order as JSON; it prints the outcome as JSON behind a prefix. See ../run-order.ts.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	outcomePrefix       = "BENCH-OUTCOME "
	timedCallerInterval = 16
	distinctValues      = 256
	warmupShare         = 0.1
)

type runOrder struct {
	Question           string `json:"question"`
	BootstrapServers   string `json:"bootstrapServers"`
	Topic              string `json:"topic"`
	PartitionCount     int    `json:"partitionCount"`
	ValueSizeBytes     int    `json:"valueSizeBytes"`
	IsIdempotent       bool   `json:"isIdempotent"`
	LingerMs           int    `json:"lingerMs"`
	CallerCount        int    `json:"callerCount"`
	RecordsPerCall     int    `json:"recordsPerCall"`
	WarmupMs           int    `json:"warmupMs"`
	MeasuredMs         int    `json:"measuredMs"`
	BacklogRecordCount int64  `json:"backlogRecordCount"`
}

type latency struct {
	P50Ms float64 `json:"p50Ms"`
	P99Ms float64 `json:"p99Ms"`
}

type arrivalCounts struct {
	DistinctCount int64 `json:"distinctCount"`
	RepeatedCount int64 `json:"repeatedCount"`
}

type runOutcome struct {
	RecordCount            int64          `json:"recordCount"`
	ElapsedMs              float64        `json:"elapsedMs"`
	WholeBacklogMs         float64        `json:"wholeBacklogMs,omitempty"`
	TotalRecordCount       int64          `json:"totalRecordCount"`
	RecordCountByPartition []int64        `json:"recordCountByPartition,omitempty"`
	TotalValueBytes        int64          `json:"totalValueBytes"`
	Arrivals               *arrivalCounts `json:"arrivals,omitempty"`
	CPUMs                  float64        `json:"cpuMs"`
	Latency                *latency       `json:"latency,omitempty"`
	PeakRssBytes           int64          `json:"peakRssBytes"`
	ClientVersion          string         `json:"clientVersion"`
	Runtime                string         `json:"runtime"`
	Settings               string         `json:"settings"`
}

func main() {
	var order runOrder
	check(json.Unmarshal([]byte(os.Args[1]), &order))
	var outcome runOutcome
	switch {
	case order.Question == "end-to-end":
		outcome = passThrough(order)
	case strings.HasPrefix(order.Question, "consume-"):
		outcome = consume(order)
	default:
		outcome = produce(order)
	}
	outcome.ClientVersion = clientVersion()
	outcome.Runtime = runtime.Version()
	_, peak := usage()
	outcome.PeakRssBytes = peak
	line, err := json.Marshal(outcome)
	check(err)
	fmt.Println(outcomePrefix + string(line))
}

func produce(order runOrder) runOutcome {
	linger := time.Duration(order.LingerMs) * time.Millisecond
	options := []kgo.Opt{
		kgo.SeedBrokers(strings.Split(order.BootstrapServers, ",")...),
		kgo.ClientID("bench"),
		kgo.DefaultProduceTopic(order.Topic),
		kgo.ProducerLinger(linger),
		kgo.ProducerBatchCompression(kgo.NoCompression()),
	}
	if !order.IsIdempotent {
		options = append(options, kgo.DisableIdempotentWrite())
	}
	client, err := kgo.NewClient(options...)
	check(err)
	defer client.Close()

	values := make([][]byte, distinctValues)
	for i := range values {
		text := strings.Repeat(fmt.Sprintf("value %d of the benchmark ", i), 1+order.ValueSizeBytes/20)
		values[i] = []byte(text)[:order.ValueSizeBytes]
	}
	var acknowledged atomic.Int64
	var isStopping, isMeasuring atomic.Bool
	latencies := make([][]time.Duration, order.CallerCount)
	var callers sync.WaitGroup
	for index := range order.CallerCount {
		callers.Go(func() {
			isTimed := index%timedCallerInterval == 0
			for turn := index; !isStopping.Load(); turn++ {
				records := make([]*kgo.Record, order.RecordsPerCall)
				for i := range records {
					records[i] = &kgo.Record{Value: values[(turn+i)%distinctValues]}
				}
				started := time.Now()
				check(client.ProduceSync(context.Background(), records...).FirstErr())
				acknowledged.Add(int64(order.RecordsPerCall))
				if isTimed && isMeasuring.Load() {
					latencies[index] = append(latencies[index], time.Since(started))
				}
			}
		})
	}
	time.Sleep(time.Duration(order.WarmupMs) * time.Millisecond)
	before, cpuBefore, started := acknowledged.Load(), cpuTime(), time.Now()
	isMeasuring.Store(true)
	time.Sleep(time.Duration(order.MeasuredMs) * time.Millisecond)
	isMeasuring.Store(false)
	elapsed, after, cpuAfter := time.Since(started), acknowledged.Load(), cpuTime()
	isStopping.Store(true)
	callers.Wait()

	var all []time.Duration
	for _, some := range latencies {
		all = append(all, some...)
	}
	total := acknowledged.Load()
	return runOutcome{
		RecordCount:      after - before,
		ElapsedMs:        milliseconds(elapsed),
		TotalRecordCount: total,
		TotalValueBytes:  total * int64(order.ValueSizeBytes),
		CPUMs:            milliseconds(cpuAfter - cpuBefore),
		Latency:          percentiles(all),
		Settings:         fmt.Sprintf("acks all, idempotent %v, ProducerLinger %v, no compression, else defaults", order.IsIdempotent, linger),
	}
}

func consume(order runOrder) runOutcome {
	began := time.Now()
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.Split(order.BootstrapServers, ",")...),
		kgo.ClientID("bench"),
		kgo.ConsumeTopics(order.Topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
	)
	check(err)
	defer client.Close()
	byPartition := make([]int64, order.PartitionCount)
	var count, bytes, countBefore int64
	var started time.Time
	var cpuBefore time.Duration
	warmup := int64(float64(order.BacklogRecordCount) * warmupShare)
	for count < order.BacklogRecordCount {
		fetches := client.PollFetches(context.Background())
		check(fetches.Err())
		fetches.EachRecord(func(record *kgo.Record) {
			byPartition[record.Partition]++
			bytes += int64(len(record.Value))
			count++
		})
		if started.IsZero() && count >= warmup {
			countBefore, cpuBefore, started = count, cpuTime(), time.Now()
		}
	}
	return runOutcome{
		RecordCount:            count - countBefore,
		ElapsedMs:              milliseconds(time.Since(started)),
		WholeBacklogMs:         milliseconds(time.Since(began)),
		TotalRecordCount:       count,
		RecordCountByPartition: byPartition,
		TotalValueBytes:        bytes,
		CPUMs:                  milliseconds(cpuTime() - cpuBefore),
		Settings:               "PollFetches, assigned partitions without a group, defaults",
	}
}

func percentiles(all []time.Duration) *latency {
	if len(all) == 0 {
		return nil
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	at := func(share float64) float64 { return milliseconds(all[int(share*float64(len(all)-1))]) }
	return &latency{P50Ms: at(0.50), P99Ms: at(0.99)}
}

func milliseconds(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

func cpuTime() time.Duration {
	cpu, _ := usage()
	return cpu
}

func usage() (cpu time.Duration, peakRssBytes int64) {
	var r syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &r))
	peak := int64(r.Maxrss)
	if runtime.GOOS == "linux" {
		peak *= 1024 // Kilobytes there, bytes on macOS.
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()), peak
}

func clientVersion() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "github.com/twmb/franz-go" {
			return strings.TrimPrefix(module.Version, "v")
		}
	}
	return "unknown"
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
